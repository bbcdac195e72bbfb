import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import type { Expectation } from "@lychgate/evaluation";

/** Names the folder for what the policy tests expect; `lychgate coverage` sets it. */
export const COVERAGE_FOLDER_VARIABLE = "LYCHGATE_COVERAGE_FOLDER";

/** Writes down what a test expects, one JSON line each, where somebody wants to know. */
export function recordExpectation(expectation: Expectation): void {
  const folder = process.env[COVERAGE_FOLDER_VARIABLE];
  if (folder === undefined || folder === "") return;
  // A file of its own for every worker, so that no two write into one line.
  const file = join(folder, `${process.pid}-${threadId}.ndjson`);
  appendFileSync(file, `${JSON.stringify(expectation)}\n`);
}
