/**
 * Opens, updates or closes the issue about drift with `gh`: 0 when nothing differs or the issue says what, 2 otherwise.
 *
 *     GH_TOKEN=… GITHUB_REPOSITORY=owner/repo node scripts/drift-issue.ts --results drift --environments dev,prod
 */
import { parseArgs } from "node:util";
import { run } from "./command.ts";
import { readResults, report } from "./drift-report.ts";

const OPTIONS = {
  results: { type: "string", default: "drift" },
  environments: { type: "string" },
} as const;

function main(): void {
  const { values } = parseArgs({ options: OPTIONS });
  if (!values.environments) throw new Error("expected --environments dev,prod");
  const results = readResults(values.results, values.environments.split(","));
  console.log(report(results, runUrl(), run));
}

/** The address of this run. */
function runUrl(): string {
  const {
    GITHUB_SERVER_URL = "https://github.com",
    GITHUB_REPOSITORY = "",
    GITHUB_RUN_ID = "",
  } = process.env;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
