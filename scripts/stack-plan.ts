/** What a deployment would change, stack by stack, and whether the policy table is as the repository says. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "./command.ts";
import { stackName } from "./stack-name.ts";

/** `unknown` when it could not be found out, which is never taken for `same`. */
export type Result = "same" | "differs" | "unknown";

/** One thing that was compared: a stack, or `policies`. */
export interface Comparison {
  subject: string;
  result: Result;
  output: string;
}

/** How `terraform plan -detailed-exitcode` and `lychgate drift` end. */
const PLAN_RESULTS: ReadonlyMap<number, Result> = new Map([
  [0, "same"],
  [2, "differs"],
]);
const DRIFT_RESULTS: ReadonlyMap<number, Result> = new Map([
  [0, "same"],
  [1, "differs"],
]);

/** What this file needs of the manifest that stands beside the synthesized stacks. */
interface Manifest {
  stacks: Readonly<Record<string, { workingDirectory: string }>>;
}

/** Where the stacks of an environment were synthesized. */
export interface Synthesized {
  /** `cdktf.out`. */
  folder: string;
  environment: string;
}

/**
 * Plans the wanted stacks as far as the environment has them. Reads only, takes no lock.
 *
 * `cdktf diff` would print the same plan, but it ends alike whether something differs or not.
 * @throws Error when nothing has been synthesized, or no wanted stack has
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode
 */
export function planStacks(synthesized: Synthesized, wanted: readonly string[], run: Run): Comparison[] {
  const stacks = stackFolders(synthesized);
  const found = wanted.filter((name) => stacks.has(name));
  if (found.length === 0) {
    const known = [...stacks.keys()].join(", ") || "no stack";
    throw new Error(
      `expected stacks of \`${synthesized.environment}\`: ${known}; not \`${wanted.join(" ")}\``,
    );
  }
  return found.map((subject) => {
    const chdir = `-chdir=${stacks.get(subject)}`;
    const init = run("terraform", [chdir, "init", "-input=false", "-no-color"]);
    if (init.code !== 0) return { subject, result: "unknown", output: init.output };
    const options = ["-input=false", "-no-color", "-lock=false", "-detailed-exitcode"];
    const { code, output } = run("terraform", [chdir, "plan", ...options]);
    return { subject, result: PLAN_RESULTS.get(code) ?? "unknown", output };
  });
}

/** Compares the policy table with the repository; the table's name is an output of its stack, which was planned. */
export function comparePolicies(synthesized: Synthesized, run: Run): Comparison {
  const subject = "policies";
  const chdir = `-chdir=${stackFolders(synthesized).get("policy-store")}`;
  const table = run("terraform", [chdir, "output", "-raw", "-no-color", "table_name"]);
  if (table.code !== 0) return { subject, result: "unknown", output: table.output };
  const lychgate = join(import.meta.dirname, "../packages/cli/bin/lychgate.mjs");
  const { code, output } = run(process.execPath, [lychgate, "drift", "--table", table.stdout.trim()]);
  return { subject, result: DRIFT_RESULTS.get(code) ?? "unknown", output };
}

/** The folder of each stack of the environment, by what is left of the stack's name without the environment's. */
function stackFolders({ folder, environment }: Synthesized): Map<string, string> {
  const file = join(folder, "manifest.json");
  if (!existsSync(file)) throw new Error(`expected ${file}: run \`node src/main.ts\` in terraform/ first`);
  const { stacks }: Manifest = JSON.parse(readFileSync(file, "utf8"));
  const prefix = stackName(environment, "");
  return new Map(
    Object.entries(stacks)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { workingDirectory }]) => [name.slice(prefix.length), join(folder, workingDirectory)]),
  );
}
