import { prepare } from "../evaluate.ts";
import { accessOf } from "../proof/index.ts";
import { provedConditionFindings, writtenConditionFindings } from "./condition-rules.ts";
import { decided } from "./decided.ts";
import type { LintFinding, Path } from "./finding.ts";
import { reachOf } from "./question.ts";
import { redundantParts } from "./redundancy.ts";
import { resourceFindings } from "./resource-rules.ts";
import type { LintCode } from "./rules.ts";
import { effectFindings } from "./statement-rules.ts";
import type { LintStatement, LintSubject } from "./subject.ts";

/**
 * Everything that the rules have to say about one document, in the order of its statements. What could not
 * be decided is a finding of its own.
 */
export function lintDocument(subject: LintSubject): LintFinding[] {
  const found = new Map(subject.statements.map((each) => [each, writtenConditionFindings(each)]));
  const invalid = whyInvalid(subject);
  if (invalid.length > 0) {
    // A time that IAM cannot read has been named already.
    const isNamed = [...found.values()].flat().some(({ code }) => code === "LY206");
    return ordered(found, isNamed ? [] : invalid);
  }
  for (const [each, findings] of found) findings.push(...undecidable(each));
  const open = subject.statements.filter((each) => found.get(each)?.some(({ code }) => code === "LY901"));
  const decidable = withoutStatements(subject, open);
  for (const each of decidable.statements) {
    const findings = found.get(each) ?? [];
    findings.push(...proved(decidable, each, findings));
  }
  return ordered(found, open.length > 0 ? [] : redundantFindings(subject, found));
}

/** What a statement that cannot be decided lets in or shuts out is not counted on. */
function withoutStatements(subject: LintSubject, open: readonly LintStatement[]): LintSubject {
  if (open.length === 0) return subject;
  const texts = new Set(open.map(({ statement }) => JSON.stringify(statement)));
  const rest = subject.document.Statement.filter((statement) => !texts.has(JSON.stringify(statement)));
  return {
    ...subject,
    document: { ...subject.document, Statement: rest },
    statements: subject.statements.filter((each) => !open.includes(each)),
  };
}

function redundantFindings(
  subject: LintSubject,
  found: ReadonlyMap<LintStatement, readonly LintFinding[]>,
): LintFinding[] {
  const candidates = [...found].filter(([each, all]) => !isIdle(each, all)).map(([each]) => each);
  const said = [...found.values()].flat().filter(({ code }) => WITHOUT_EFFECT.has(code));
  return decided([], () =>
    redundantParts(
      subject,
      candidates,
      said.map(({ path }) => path),
    ),
  );
}

function whyInvalid({ document }: LintSubject): LintFinding[] {
  return decided([], () => {
    prepare([document]);
    return [];
  });
}

function undecidable({ statement, path }: LintStatement): LintFinding[] {
  return decided(path, () => {
    accessOf([reachOf(statement)]);
    return [];
  });
}

function proved(subject: LintSubject, each: LintStatement, before: readonly LintFinding[]): LintFinding[] {
  const ofParts = [
    ...decided(each.path, () => resourceFindings(subject, each)),
    ...decided(each.path, () => provedConditionFindings(subject, each)),
  ];
  if (isIdle(each, ofParts) || before.some(({ code }) => code === "LY203")) return ofParts;
  return [...ofParts, ...decided(each.path, () => effectFindings(subject, each))];
}

/** What says of a part that it has no effect. */
const WITHOUT_EFFECT: ReadonlySet<LintCode> = new Set(["LY201", "LY202", "LY304"]);

const IDLE: ReadonlySet<LintCode> = new Set(["LY202", "LY301", "LY303"]);

/** Whether it is already said that the statement has no effect. */
function isIdle({ resources }: LintStatement, findings: readonly LintFinding[]): boolean {
  const unmatched = findings.filter(({ code }) => code === "LY304").length;
  return findings.some(({ code }) => IDLE.has(code)) || (unmatched > 0 && unmatched === resources.length);
}

/** By statement, each finding with the Sid of its statement. */
function ordered(
  found: ReadonlyMap<LintStatement, readonly LintFinding[]>,
  others: readonly LintFinding[] = [],
): LintFinding[] {
  const statements = [...found.keys()];
  const own = [...found].flatMap(([each, findings]) =>
    [...findings, ...others.filter(({ path }) => statementAt(statements, path) === each)].map((finding) =>
      each.sid === undefined ? finding : { ...finding, sid: each.sid },
    ),
  );
  return [...own, ...others.filter(({ path }) => statementAt(statements, path) === undefined)];
}

function statementAt(statements: readonly LintStatement[], path: Path): LintStatement | undefined {
  return statements.find((each) => each.path.every((key, index) => key === path[index]));
}
