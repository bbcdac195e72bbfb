/** What a run of a pull request's own code has left: read as a stranger's words. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LONGEST, MARKER } from "./comment-text.ts";
import { at, textAt } from "./github.ts";

/** Findings that may be uploaded, and the tool that each has to name: no other tool's findings may be replaced. */
export const FINDINGS = {
  "lint.sarif": "lychgate lint",
  "prove.sarif": "lychgate prove",
  "diff.sarif": "lychgate diff",
} as const;

export type FindingsFile = keyof typeof FINDINGS;

const MAX_BYTES = 5_000_000;

/** GitHub takes so many results of a run. */
const MAX_RESULTS = 5_000;

/** What `details` and `lychgate diff` write; any other HTML is shown as it is. */
const HTML = /<(?!\/?(?:details|summary|pre|code|br|sub|sup)>)/g;

/**
 * The comment, with what could call people or hide something taken out.
 * @throws Error for a file that is missing, no plain file, or too long
 */
export function readComment(folder: string): string {
  const text = readPlainFile(folder, "comment.md").replaceAll(MARKER, "").trim();
  if (text === "" || text.length > LONGEST)
    throw new Error(`comment.md: expected up to ${LONGEST} characters`);
  return text.replace(HTML, "&lt;").replaceAll("@", "@\u200b").replaceAll("![", "!\u200b[");
}

/** Whether the change touches what decides; what cannot be read is taken for a change that does. */
export function readTouched(folder: string): boolean {
  return at(JSON.parse(readPlainFile(folder, "summary.json")), "touched") !== false;
}

/**
 * Findings, checked to be of their tool and put together anew under their category; `undefined` where there are none.
 * @throws Error for what is not SARIF of that tool
 */
export function readFindings(folder: string, file: FindingsFile): string | undefined {
  if (!isThere(join(folder, file))) return undefined;
  const log: unknown = JSON.parse(readPlainFile(folder, file));
  const runs = at(log, "runs");
  const results = at(log, "runs", 0, "results");
  const isOfTool = textAt(log, "runs", 0, "tool", "driver", "name") === FINDINGS[file];
  if (textAt(log, "version") !== "2.1.0" || !Array.isArray(runs) || runs.length !== 1 || !isOfTool) {
    throw new Error(`${file}: expected one run of \`${FINDINGS[file]}\` as SARIF 2.1.0`);
  }
  if (!Array.isArray(results) || results.length > MAX_RESULTS) {
    throw new Error(`${file}: expected up to ${MAX_RESULTS} results`);
  }
  const driver = { name: FINDINGS[file], rules: at(log, "runs", 0, "tool", "driver", "rules") };
  const run = { tool: { driver }, automationDetails: { id: `${FINDINGS[file]}/` }, results };
  return JSON.stringify({ version: "2.1.0", runs: [run] });
}

function readPlainFile(folder: string, name: string): string {
  const path = join(folder, name);
  // A link could name any file of the machine.
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status?.isFile() || status.size > MAX_BYTES) {
    throw new Error(`${name}: expected a plain file of up to ${MAX_BYTES} bytes`);
  }
  return readFileSync(path, "utf8");
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
