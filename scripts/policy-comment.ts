/**
 * Puts a review on its pull request, after the event `workflow_run`: prints `number=7` for the steps that follow, or
 * nothing when the pull request has gone on since. 2 for a fault.
 *
 *     GH_TOKEN=… node scripts/policy-comment.ts --review "$RUNNER_TEMP/review" >> "$GITHUB_OUTPUT"
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { readComment, readTouched } from "./policy-review/artifact.ts";
import { consoleLink, provenance, putComment } from "./policy-review/comment.ts";
import { gitHub } from "./policy-review/github.ts";
import { parseRun, pullRequestOf } from "./policy-review/reviewed-run.ts";

const OPTIONS = { review: { type: "string" } } as const;

function main(): void {
  const { review } = parseArgs({ options: OPTIONS }).values;
  const { GITHUB_EVENT_PATH, GITHUB_REPOSITORY } = process.env;
  if (!review || !GITHUB_EVENT_PATH || !GITHUB_REPOSITORY) {
    throw new Error("expected --review <folder>, GITHUB_EVENT_PATH and GITHUB_REPOSITORY");
  }
  const reviewed = parseRun(JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8")));
  const github = gitHub(GITHUB_REPOSITORY, run);
  const number = pullRequestOf(reviewed, github);
  if (number === undefined) {
    console.error(`no open pull request ends in ${reviewed.head} any more`);
    return;
  }
  const parts = [readComment(review), consoleLink(reviewed, github), provenance(reviewed)];
  const text = parts.filter((part) => part !== undefined).join("\n\n");
  console.error(putComment(github, number, text, readTouched(review)));
  console.log(`number=${number}`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
