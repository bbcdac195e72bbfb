import type { CoverageReport, CoveredRoute, Placed, ReportedMutant } from "./coverage-report.ts";
import { shareText } from "./share.ts";

/** A report for a terminal: the three shares, then what is missing of each. */
export function coverageText({ routes, statements, mutation }: CoverageReport): string {
  const unreached = routes.operations.filter(({ groups }) => groups.length === 0);
  const idle = statements.all.filter(({ exercised }) => !exercised);
  const survivors = mutation.mutants.filter(({ outcome }) => outcome === "survived");
  return [
    `routes that a group reaches            ${shareText(routes)}`,
    `statements that a policy test uses     ${shareText(statements)}`,
    `changes that something would notice    ${shareText(mutation)}`,
    `  ${outcomesText(mutation.byOutcome)}`,
    ...section("routes, and who reaches them", routes.operations.map(routeText)),
    ...section(
      "no group reaches",
      unreached.map(({ route }) => route),
    ),
    ...section(
      "no policy test uses",
      idle.map((each) => `${placeText(each)}  ${each.effect} ${each.sid}`),
    ),
    ...section("nothing would notice", survivors.flatMap(survivorLines)),
  ].join("\n");
}

export function outcomesText({
  tests,
  guardrails,
  compiler,
  equivalent,
}: CoverageReport["mutation"]["byOutcome"]): string {
  const counted = `${tests} by tests, ${guardrails} by guardrails, ${compiler} by the compiler`;
  return `${counted}; ${equivalent} more change nothing and do not count`;
}

export function changeText({ kind, detail }: ReportedMutant): string {
  return detail === "" ? kind : `${kind}: ${detail}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function routeText({ route, groups }: CoveredRoute): string {
  const reached = groups.map(({ group, level, condition }) => {
    const how = level === "part" ? " in part" : "";
    return `${group}${how}${condition ? ` ${condition}` : ""}`;
  });
  return `${route}: ${reached.join("; ") || "nobody"}`;
}

function placeText({ file, line }: Placed<object>): string {
  return `${file}:${line}`;
}

function survivorLines(mutant: ReportedMutant): string[] {
  const change = `${placeText(mutant)}  ${mutant.sid}: ${changeText(mutant)}`;
  return mutant.suggestion === undefined ? [change] : [change, `  ${mutant.suggestion}`];
}
