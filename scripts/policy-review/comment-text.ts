/** The one comment of a pull request: what is let in, then whether everything else holds. */
import { details } from "../details.ts";
import type { Outcome, Result } from "./checks.ts";

/** By it the comment is found again; `lychgate diff` ends its Markdown with the same. */
export const MARKER = "<!-- lychgate-review -->";

/** GitHub takes 65,536 characters; what posts the comment adds a line of its own. */
export const LONGEST = 64_000;

/** Of a check that is not fine, so much of what it printed. */
const SHOWN = 1_500;

const MARKS: Readonly<Record<Result, string>> = {
  fine: "✓",
  findings: "✗",
  fault: "✗ could not be found out",
  "not run": "– not run",
};

/** @param outcomes of every check, the comparison among them */
export function commentText(outcomes: readonly Outcome[]): string {
  const checks = outcomes.filter(({ name }) => name !== "diff");
  const first = headOf(outcomes);
  const table = [
    "| | Check |",
    "|---|---|",
    ...checks.map(({ name, holds, result }) => `| ${MARKS[result]} | \`${name}\`: ${holds} |`),
  ].join("\n");
  const blocks = checks.filter(({ result }) => result === "findings" || result === "fault").map(blockOf);
  const whole = join(first, table, ...blocks);
  return whole.length <= LONGEST
    ? whole
    : join(first, table, "What the checks found stands in the run's log.");
}

/** For a change that does not decide anything any more, in place of what was said before. */
export function untouchedText(): string {
  return join("**Lets in nothing.** No policy, contract or guardrail is touched.");
}

function headOf(outcomes: readonly Outcome[]): string {
  const diff = outcomes.find(({ name }) => name === "diff");
  if (diff?.result === "fine") return diff.output.replaceAll(MARKER, "").trim();
  if (diff?.result === "not run")
    return "**The policies or contracts are not valid**, so nobody can say what this lets in.";
  return ["**What this lets in could not be found out.**", ...(diff ? [blockOf(diff)] : [])].join("\n\n");
}

function blockOf({ name, output }: Outcome): string {
  const shown = output.length > SHOWN ? `${output.slice(0, SHOWN)}\n… the rest is in the run's log` : output;
  return details(name, shown);
}

function join(...parts: readonly string[]): string {
  return `${[...parts.map((part) => part.trim()), MARKER].join("\n\n")}\n`;
}
