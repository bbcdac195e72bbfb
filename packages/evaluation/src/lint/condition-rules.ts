/** Rules about the conditions of a statement. */
import { AUTHORIZER_CONDITION_KEYS } from "@lychgate/policy";
import { type ConditionEntry, conditionEntries, conditionOf } from "./condition-entry.ts";
import { type LintFinding, lintWitness } from "./finding.ts";
import { ask, conditionAlone, reachOf } from "./question.ts";
import type { LintStatement, LintSubject } from "./subject.ts";

/** What can be said of conditions by reading them, without any proof. */
export function writtenConditionFindings(statement: LintStatement): LintFinding[] {
  return conditionEntries(statement).flatMap((entry) => [
    ...unknownKey(entry),
    ...forAllValues(entry, statement),
    ...milliseconds(entry),
  ]);
}

function unknownKey({ supplied, parsed, key, path }: ConditionEntry): LintFinding[] {
  if (supplied !== undefined) return [];
  const isTrueWithout = parsed.ifExists || parsed.set === "ForAllValues" || isNegated(parsed.operator);
  const always = isTrueWithout ? "always holds" : "never holds";
  const verdict = parsed.operator === "Null" ? "always finds it absent" : always;
  const names = Object.keys(AUTHORIZER_CONDITION_KEYS).join("`, `");
  const message = `API Gateway never supplies \`${key}\`, so the test ${verdict}; it supplies \`${names}\``;
  return [{ code: "LY203", path, message }];
}

function forAllValues({ parsed, key, path, operator }: ConditionEntry, each: LintStatement): LintFinding[] {
  if (parsed.set !== "ForAllValues" || each.statement.Effect !== "Allow" || mustBeThere(each, key)) return [];
  return [{ code: "LY205", path, message: `\`${operator}\` also holds for a request without \`${key}\`` }];
}

function mustBeThere(statement: LintStatement, key: string): boolean {
  return conditionEntries(statement).some(
    ({ parsed, key: other, values }) =>
      parsed.operator === "Null" &&
      other.toLowerCase() === key.toLowerCase() &&
      values.every((value) => value.toLowerCase() === "false"),
  );
}

/** Seconds have at most twelve digits for the next thirty thousand years. */
export function isMilliseconds(value: string): boolean {
  return /^\d{13,16}$/.test(value);
}

function milliseconds({ parsed, supplied, path, values }: ConditionEntry): LintFinding[] {
  const isTime = supplied === "aws:EpochTime" || supplied === "aws:CurrentTime";
  if (!isTime && !parsed.operator.startsWith("Date")) return [];
  return values
    .filter((value) => isMilliseconds(value))
    .map((value): LintFinding => {
      const date = new Date(Number(value)).toISOString();
      const message = `\`${value}\` has ${value.length} digits: expected seconds since 1970, got milliseconds; \`${value.slice(0, -3)}\` is ${date}`;
      return { code: "LY206", path, message };
    });
}

/** @throws EvaluationError `Undecidable`, `TooLarge` */
export function provedConditionFindings(subject: LintSubject, statement: LintStatement): LintFinding[] {
  const entries = conditionEntries(statement).filter(({ supplied }) => supplied !== undefined);
  const never = entries.filter((entry) => !canBe(subject, entry, true));
  const always = entries.filter((entry) => !canBe(subject, entry, false));
  return [
    ...always.map(
      ({ path, operator, key }): LintFinding => ({
        code: "LY201",
        path,
        message: `\`${operator}\` on \`${key}\` holds for every request`,
      }),
    ),
    ...never.map(
      ({ path, operator, key }): LintFinding => ({
        code: "LY202",
        path,
        message: `\`${operator}\` on \`${key}\` holds for no request`,
      }),
    ),
    ...(never.length === 0 ? contradiction(subject, statement) : []),
    ...entries.flatMap((entry) => absentKey(subject, statement, entry)),
  ];
}

function canBe(subject: LintSubject, entry: ConditionEntry, wanted: boolean): boolean {
  const document = conditionAlone(conditionOf(entry));
  return ask(subject.anything, [document], ([holds]) => holds === wanted) !== undefined;
}

function contradiction(subject: LintSubject, { statement, condition }: LintStatement): LintFinding[] {
  if (statement.Condition === undefined) return [];
  const whole = conditionAlone(statement.Condition);
  if (ask(subject.anything, [whole], ([holds]) => holds === true)) return [];
  return [{ code: "LY202", path: condition, message: "the tests of the condition never hold together" }];
}

/** A request without the key that the statement reaches, where the test could say otherwise. */
function absentKey(
  subject: LintSubject,
  { statement }: LintStatement,
  { parsed, path, key, operator }: ConditionEntry,
): LintFinding[] {
  if (parsed.operator === "Null" || !(parsed.ifExists || isNegated(parsed.operator))) return [];
  const documents = [reachOf(statement), conditionAlone({ Null: { [key]: ["true"] } })];
  const both = ([reached, isAbsent]: readonly boolean[]) => reached === true && isAbsent === true;
  const witness = ask(subject.spaces, documents, both);
  if (witness === undefined) return [];
  const effect = statement.Effect === "Allow" ? "lets in" : "refuses";
  const message = `\`${operator}\` also ${effect} a request without \`${key}\``;
  return [{ code: "LY204", path, message, witness: lintWitness(witness) }];
}

function isNegated(operator: string): boolean {
  return operator.includes("Not");
}
