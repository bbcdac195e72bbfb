/**
 * Writes the console of a change into a folder: what it shows is read from git, and nothing of the change is run. 2 for
 * a fault.
 *
 *     node scripts/policy-console.ts --base main --head topic --out console
 */
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { LYCHGATE } from "./policy-review/checks.ts";
import { commitOf, forkPoint } from "./policy-review/git.ts";

const OPTIONS = {
  base: { type: "string", default: "main" },
  head: { type: "string", default: "HEAD" },
  out: { type: "string", default: "console" },
} as const;

function main(): number {
  const { base, head, out } = parseArgs({ options: OPTIONS }).values;
  const [from, to] = [forkPoint(run, base, head), commitOf(run, head)];
  const { code, output } = run(process.execPath, [
    ...[LYCHGATE, "bundle", "--base", from, "--head", to, "--console", out],
  ]);
  console.log(output.trim() || `written to ${out}`);
  return code;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
