/**
 * Uploads a review's findings, so that they stand beside the lines of the pull request: 0 when they are there or the
 * repository has no code scanning, 2 for a fault.
 *
 *     GH_TOKEN=… node scripts/policy-findings.ts --review "$RUNNER_TEMP/review" --pull-request 7
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { gitHub } from "./policy-review/github.ts";
import { parseRun } from "./policy-review/reviewed-run.ts";
import { uploadFindings } from "./policy-review/upload.ts";

const OPTIONS = { review: { type: "string" }, "pull-request": { type: "string" } } as const;

function main(): void {
  const { review, "pull-request": number = "" } = parseArgs({ options: OPTIONS }).values;
  const { GITHUB_EVENT_PATH, GITHUB_REPOSITORY } = process.env;
  if (!review || !GITHUB_EVENT_PATH || !GITHUB_REPOSITORY || !/^[1-9]\d{0,9}$/.test(number)) {
    throw new Error(
      "expected --review <folder>, --pull-request <number>, GITHUB_EVENT_PATH and GITHUB_REPOSITORY",
    );
  }
  const { head } = parseRun(JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8")));
  for (const line of uploadFindings(gitHub(GITHUB_REPOSITORY, run), { folder: review, head, number })) {
    console.log(line);
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
