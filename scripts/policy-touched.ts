/**
 * Prints whether a change touches what decides who may do what, as a step's output: `touched=true`. When it does not,
 * writes what the pull request's comment, if there is one from before, has to say now. Needs no package.
 *
 *     node scripts/policy-touched.ts --base main --head HEAD >> "$GITHUB_OUTPUT"
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { untouchedText } from "./policy-review/comment-text.ts";
import { isDeciding, parseDecidingConfig } from "./policy-review/deciding-files.ts";
import { changedFiles, commitOf, forkPoint } from "./policy-review/git.ts";

const OPTIONS = {
  base: { type: "string", default: "main" },
  head: { type: "string", default: "HEAD" },
  out: { type: "string", default: join(".lychgate", "review") },
} as const;

function main(): void {
  const { base, head, out } = parseArgs({ options: OPTIONS }).values;
  const config = parseDecidingConfig(readFileSync("lychgate.json", "utf8"));
  const files = changedFiles(run, forkPoint(run, base, head), commitOf(run, head));
  const touched = files.some((file) => isDeciding(file, config));
  if (!touched) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "summary.json"), `${JSON.stringify({ touched, checks: [] })}\n`);
    writeFileSync(join(out, "comment.md"), untouchedText());
  }
  console.log(`touched=${touched}`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
