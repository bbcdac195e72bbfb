/**
 * Reviews a change of the policies: validates, lints, proves, tests and compares it, and writes what a pull request
 * shows into a folder. 0 when all is fine, 1 for findings, 2 when something could not be found out. What is let in is
 * no finding; scripts/policy-gate.ts decides about sensitive routes.
 *
 *     node scripts/policy-review.ts --base main
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { CHECKS, diffCheck, exitCodeOf, type Outcome, runChecks } from "./policy-review/checks.ts";
import { commentText } from "./policy-review/comment-text.ts";
import { commitOf, forkPoint } from "./policy-review/git.ts";

const OPTIONS = {
  base: { type: "string", default: "main" },
  head: { type: "string" },
  out: { type: "string", default: join(".lychgate", "review") },
} as const;

function main(): number {
  const { values } = parseArgs({ options: OPTIONS });
  const { base, head, out } = values;
  // The checks look at the files that lie here.
  if (head !== undefined && commitOf(run, head) !== commitOf(run, "HEAD")) {
    throw new Error(`--head: expected what is checked out; check \`${head}\` out first`);
  }
  prepare(out);
  const from = forkPoint(run, base, "HEAD");
  const outcomes = [...report(runChecks([...CHECKS, diffCheck(from, head)], out, run))];
  write(out, outcomes);
  console.log(`\nwritten to ${out}`);
  return exitCodeOf(outcomes);
}

/** An empty folder: nothing of an earlier review may be taken for this one's. */
function prepare(folder: string): void {
  for (const file of ["comment.md", "summary.json", "diff.json", "lint.sarif", "prove.sarif", "diff.sarif"]) {
    rmSync(join(folder, file), { force: true });
  }
  mkdirSync(folder, { recursive: true });
}

function* report(outcomes: Iterable<Outcome>): Generator<Outcome> {
  for (const outcome of outcomes) {
    console.log(`${outcome.name}: ${outcome.result}`);
    // What is let in is for the reader even when all is fine.
    const isShown = outcome.result !== "fine" || outcome.name === "diff";
    if (isShown && outcome.output !== "") console.log(outcome.output);
    yield outcome;
  }
}

function write(folder: string, outcomes: readonly Outcome[]): void {
  const checks = outcomes.map(({ name, result }) => ({ name, result }));
  writeFileSync(join(folder, "summary.json"), `${JSON.stringify({ touched: true, checks })}\n`);
  writeFileSync(join(folder, "comment.md"), commentText(outcomes));
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
