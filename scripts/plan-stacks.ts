/**
 * Prints what a deployment would change as Markdown: 0 when that could be found out, 2 otherwise.
 *
 *     LYCHGATE_ENVIRONMENT=dev node scripts/plan-stacks.ts identity policy-store api edge --policies --results drift/dev.json
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { details } from "./details.ts";
import { comparePolicies, planStacks } from "./stack-plan.ts";

const USAGE =
  "usage: node scripts/plan-stacks.ts <stack>… [--policies] [--results <file>] [--out <cdktf.out>]";

const OPTIONS = {
  policies: { type: "boolean", default: false },
  results: { type: "string" },
  out: { type: "string", default: join(import.meta.dirname, "../terraform/cdktf.out") },
} as const;

function main(): number {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (positionals.length === 0) throw new Error(USAGE);
  const environment = process.env.LYCHGATE_ENVIRONMENT;
  if (!environment) throw new Error("expected the environment in LYCHGATE_ENVIRONMENT");
  const synthesized = { folder: values.out, environment };
  const comparisons = planStacks(synthesized, positionals, run);
  if (values.policies) comparisons.push(comparePolicies(synthesized, run));
  for (const { subject, result, output } of comparisons)
    console.log(details(`${subject}: ${result}`, output));
  if (values.results !== undefined) {
    mkdirSync(dirname(values.results), { recursive: true });
    const results = Object.fromEntries(comparisons.map(({ subject, result }) => [subject, result]));
    writeFileSync(values.results, `${JSON.stringify(results)}\n`);
  }
  return comparisons.some(({ result }) => result === "unknown") ? 2 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
