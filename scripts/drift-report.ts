/** The one issue that says where an environment differs from the main branch. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "./command.ts";

export const LABEL = "drift";
const TITLE = "An environment differs from the main branch";

const UNKNOWN = "**could not be compared**";

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["same", "as the main branch says"],
  ["differs", "**differs**"],
]);

/** What was compared in an environment, and how it came out; nothing when no result has come. */
export interface EnvironmentResults {
  environment: string;
  results: ReadonlyMap<string, string>;
}

export function readResults(folder: string, environments: readonly string[]): EnvironmentResults[] {
  return environments.map((environment) => {
    const file = join(folder, `${environment}.json`);
    const results: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    if (typeof results !== "object" || results === null) throw new Error(`${file}: expected an object`);
    return {
      environment,
      results: new Map(Object.entries(results).map(([key, value]) => [key, String(value)])),
    };
  });
}

/** Whether everything was compared and nothing differs. */
export function isSame(all: readonly EnvironmentResults[]): boolean {
  return all.every(({ results }) => results.size > 0 && [...results.values()].every((one) => one === "same"));
}

/** The issue's text: what differs, without the plan itself, which stands in the run's summary. */
export function issueBody(all: readonly EnvironmentResults[], runUrl: string): string {
  const rows = all.flatMap(({ environment, results }) =>
    [...(results.size > 0 ? results : [["everything", "unknown"] as const])].map(
      ([subject, result]) => `| ${environment} | ${subject} | ${MEANINGS.get(result) ?? UNKNOWN} |`,
    ),
  );
  return [
    `The [latest run](${runUrl}) compared the environments with the main branch.`,
    "",
    "| Environment | What | Result |",
    "|---|---|---|",
    ...rows,
    "",
    "Either deploy the main branch, or bring what was changed by hand into it. This issue closes itself when nothing differs.",
  ].join("\n");
}

/**
 * Opens, updates or closes the issue.
 * @returns what was done
 * @throws Error when `gh` fails
 */
export function report(all: readonly EnvironmentResults[], runUrl: string, run: Run): string {
  const gh = (...args: string[]): string => output(run, args);
  const open = gh(
    "issue",
    "list",
    "--label",
    LABEL,
    "--state",
    "open",
    "--json",
    "number",
    "--jq",
    ".[0].number",
  );
  const number = open.trim();
  if (isSame(all)) {
    if (number === "") return "nothing differs";
    gh("issue", "close", number, "--comment", `Nothing differs any more: ${runUrl}`);
    return `nothing differs, closed #${number}`;
  }
  const body = issueBody(all, runUrl);
  if (number !== "") {
    gh("issue", "edit", number, "--body", body);
    return `updated #${number}`;
  }
  gh("label", "create", LABEL, "--force", "--description", "An environment differs from the main branch");
  return `opened ${gh("issue", "create", "--title", TITLE, "--label", LABEL, "--body", body).trim()}`;
}

function output(run: Run, args: readonly string[]): string {
  const ended = run("gh", args);
  if (ended.code === 0) return ended.stdout;
  throw new Error(`gh ${args.slice(0, 2).join(" ")} ended with ${ended.code}: ${ended.output.trim()}`);
}
