/** What the linter found, as text, JSON or SARIF. */
import { styleText } from "node:util";
import { codeName, LINT_RULES, type LintCode, type LintLevel } from "@lychgate/evaluation";
import { type SarifRule, sarifLog } from "../sarif.ts";
import type { FileFinding, PlacedFinding } from "./file-finding.ts";
import type { LintResult } from "./lint-repository.ts";

export const LINT_FORMATS = {
  text: formatText,
  json: (result: LintResult) => JSON.stringify(jsonOf(result), null, 2),
  sarif: (result: LintResult) => JSON.stringify(sarifOf(result), null, 2),
} as const;

export type LintFormat = keyof typeof LINT_FORMATS;

const COLOURS = { error: "red", warning: "yellow", note: "cyan" } as const satisfies Record<
  LintLevel,
  string
>;

function formatText({ findings, suppressed, fixed }: LintResult): string {
  const lines = findings.map(textOf);
  const counts = (Object.keys(COLOURS) as LintLevel[]).map((level) => {
    const count = countOf(findings, level);
    return `${count} ${level}${count === 1 ? "" : "s"}`;
  });
  const more = [
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(fixed.length > 0 ? [`${fixed.length} fixed`] : []),
  ];
  const summary = [...(findings.length > 0 ? counts : ["no findings"]), ...more].join(", ");
  return [
    ...fixed.map((each) => `${placeOf(each)}: fixed ${codeName(each.code)}: ${onTerminal(each.message)}`),
    ...lines,
    summary,
  ].join("\n");
}

function textOf(finding: FileFinding): string {
  const { code, level, sid, message, witness } = finding;
  const about = sid === undefined ? "" : `\`${sid}\`: `;
  const lines = [
    `${placeOf(finding)}: ${styleText(COLOURS[level], level)} ${codeName(code)}: ${onTerminal(about + message)}`,
  ];
  if (witness !== undefined) lines.push(`  request: ${requestText(finding)}`);
  lines.push(`  fix: ${LINT_RULES[code].fix}`);
  return lines.join("\n");
}

/** A document's text may hold what a terminal takes for commands. */
function onTerminal(text: string): string {
  return text.replace(/\p{Cc}/gu, "\ufffd");
}

function placeOf({ file, line }: FileFinding): string {
  return `${file}:${line}`;
}

function requestText({ witness }: FileFinding): string {
  if (witness === undefined) return "";
  const context = Object.entries(witness.context).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return `${witness.method} ${witness.path}${context.length === 0 ? "" : ` with ${context.join(", ")}`}`;
}

function jsonOf({ findings, suppressed, fixed }: LintResult): object {
  return { findings: findings.map(jsonFinding), suppressed, fixed: fixed.map(jsonFinding) };
}

function jsonFinding({ lines: _, removable: __, code, ...finding }: PlacedFinding): object {
  const { title, fix } = LINT_RULES[code];
  return { code: codeName(code), title, ...finding, fix };
}

function sarifOf({ findings }: LintResult): object {
  const rules = (Object.keys(LINT_RULES) as LintCode[]).map((code): SarifRule => {
    const { title, reason, fix, name } = LINT_RULES[code];
    return { id: code, name, description: title, help: `${reason}. Fix: ${fix}.` };
  });
  const results = findings.map((finding) => {
    const { code, level, message, file, line, sid, witness } = finding;
    const about = sid === undefined ? "" : `\`${sid}\`: `;
    const request = witness === undefined ? "" : `; request: ${requestText(finding)}`;
    return { ruleId: code, level, message: about + message + request, file, line };
  });
  return sarifLog("lychgate lint", rules, results);
}

export function countOf(findings: readonly FileFinding[], level: LintLevel): number {
  return findings.filter((each) => each.level === level).length;
}
