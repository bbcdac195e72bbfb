import type { PlacedReport } from "./prove-report.ts";
import { MARKS, reasonsOf, summaryOf } from "./prove-text.ts";

/** A report as the comment of a pull request. */
export function proveMarkdown(report: PlacedReport): string {
  const { guardrails } = report;
  const rows = guardrails.map(({ outcome, id, reason, owner }) => {
    return `| ${MARKS[outcome]} | \`${id}\` | ${cell(reason)} | ${cell(owner)} |`;
  });
  const table =
    rows.length === 0 ? [] : ["", "| | Guardrail | Reason | Owner |", "|---|---|---|---|", ...rows];
  const broken = guardrails.filter(({ outcome }) => outcome !== "proved");
  const details = broken.flatMap((proof) => [
    "",
    `**\`${proof.id}\`**`,
    "",
    ...reasonsOf(proof).map((reason) => `- ${inline(reason)}`),
  ]);
  return ["### Guardrails", "", `${summaryOf(report)}.`, ...table, ...details].join("\n");
}

function cell(text: string): string {
  return inline(text).replaceAll("|", "\\|");
}

/** On one line, and without HTML or mentions of people. */
function inline(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("<", "&lt;").replaceAll("@", "&#64;");
}
