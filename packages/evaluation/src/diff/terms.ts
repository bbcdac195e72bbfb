/** Under which conditions a document lets a path be called, in words. */
import type { CanonicalDocument, CanonicalStatement } from "@lychgate/policy";
import { prepare } from "../evaluate.ts";
import { explain } from "../explain.ts";
import type { EvaluationRequest } from "../request.ts";

type Condition = CanonicalStatement["Condition"];

export const NEVER = "never";

/** Makes a reader of the conditions that a bound document puts on the requests for a path. */
export function termsReader(document: CanonicalDocument): (request: EvaluationRequest) => string {
  const { Version, Statement } = document;
  const unconditional = Statement.map(({ Condition: _, ...statement }) => statement);
  const prepared = prepare([{ Version, Statement: unconditional }]);
  return (request) => {
    const matched = explain(prepared, request).considered.filter(({ matched }) => matched);
    const conditionsOf = (wanted: "Allow" | "Deny"): Condition[] =>
      matched
        .filter(({ effect }) => effect === wanted)
        .map(({ statement }) => Statement[statement]?.Condition);
    return termsOf(conditionsOf("Allow"), conditionsOf("Deny"));
  };
}

function termsOf(allows: readonly Condition[], denies: readonly Condition[]): string {
  if (allows.length === 0 || denies.includes(undefined)) return NEVER;
  const where = allows.includes(undefined) ? "from anywhere" : anyOf(allows);
  return denies.length === 0 ? where : `${where}, except ${anyOf(denies)}`;
}

function anyOf(conditions: readonly Condition[]): string {
  return [...new Set(conditions.map((condition) => phraseOf(condition ?? {})))].join(", or ");
}

function phraseOf(condition: NonNullable<Condition>): string {
  const phrases = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${wordsFor(operator, key)} ${listOf(values)}`),
  );
  return phrases.join(" and ");
}

/** The conditions that most policies have; any other is spelled as it stands. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["IpAddress aws:SourceIp", "from"],
  ["NotIpAddress aws:SourceIp", "not from"],
  ["DateLessThan aws:CurrentTime", "before"],
  ["DateGreaterThan aws:CurrentTime", "after"],
]);

function wordsFor(operator: string, key: string): string {
  return WORDS.get(`${operator} ${key}`) ?? `with ${key} ${operator}`;
}

const SHOWN = 4;

function listOf(values: readonly string[]): string {
  const rest = values.length - SHOWN;
  return rest > 1 ? `${values.slice(0, SHOWN).join(", ")} and ${rest} more` : values.join(" or ");
}
