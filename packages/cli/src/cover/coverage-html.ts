import type { CoverageReport, ReportedMutant } from "./coverage-report.ts";
import { changeText, outcomesText } from "./coverage-text.ts";
import { type Share, shareText } from "./share.ts";

/** A report as one page that needs nothing else. */
export function coverageHtml({ routes, statements, mutation }: CoverageReport): string {
  const routeRows = routes.operations.map(({ route, groups }) => [
    route,
    groups.map(({ group }) => group).join(", ") || "nobody",
    groups.flatMap(({ group, condition }) => (condition ? [`${group}: ${condition}`] : [])).join("; "),
  ]);
  const statementRows = statements.all.map(({ file, line, effect, sid, exercised }) => [
    `${file}:${line}`,
    `${effect} ${sid}`,
    exercised ? "used" : "not used",
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Policy coverage</title>
<style>${STYLE}</style>
<h1>Policy coverage</h1>
<ul>
${shareItem("Routes that a group reaches", routes)}
${shareItem("Statements that a policy test uses", statements)}
${shareItem("Changes that something would notice", mutation)}
</ul>
<p>${escapeHtml(outcomesText(mutation.byOutcome))}</p>
${table("Routes", ["route", "groups", "conditions"], routeRows)}
${table("Statements", ["place", "statement", "tests"], statementRows)}
${table("Changes", ["place", "statement", "change", "noticed by", "a test that would"], mutantRows(mutation.mutants))}
</html>
`;
}

const STYLE =
  "body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}" +
  "table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}" +
  "th{background:#eee}td{font-family:ui-monospace,monospace;font-size:13px;overflow-wrap:anywhere}";

/** Those that nothing notices come first. */
function mutantRows(mutants: readonly ReportedMutant[]): string[][] {
  const order = (mutant: ReportedMutant) => (mutant.outcome === "survived" ? 0 : 1);
  return mutants
    .toSorted((a, b) => order(a) - order(b))
    .map((mutant) => [
      `${mutant.file}:${mutant.line}`,
      mutant.sid,
      changeText(mutant),
      NOTICED_BY[mutant.outcome],
      mutant.suggestion ?? "",
    ]);
}

const NOTICED_BY = {
  survived: "nothing",
  tests: "a test",
  guardrails: "a guardrail",
  compiler: "the compiler",
  equivalent: "changes nothing",
} as const satisfies Record<ReportedMutant["outcome"], string>;

function shareItem(title: string, share: Share): string {
  return `<li>${title}: <strong>${shareText(share)}</strong></li>`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], name: "th" | "td") =>
    `<tr>${row.map((cell) => `<${name}>${escapeHtml(cell)}</${name}>`).join("")}</tr>`;
  const lines = [cells(head, "th"), ...rows.map((row) => cells(row, "td"))];
  return `<h2>${title}</h2>\n<table>\n${lines.join("\n")}\n</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? "");
}
