/**
 * Conditions of a statement, one operator and key each.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
 */
import { parseOperator, type SetOperator } from "@lychgate/policy";
import { parseBool, type ValueMatcher } from "./comparison.ts";
import { type ContextScalar, type ContextValue, lookUp, type RequestContext } from "./context.ts";
import { EvaluationError } from "./errors.ts";
import { OPERATORS } from "./operator.ts";

/** One operator on one key, ready to be asked of many requests. */
export interface PreparedCondition {
  kind: "condition";
  /** As it is written in the document: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  key: string;
  wanted: readonly string[];
  /** What a request that lacks the key gets. */
  whenAbsent: boolean;
  holds: (value: ContextValue, context: RequestContext) => boolean;
}

/**
 * Reads one key of one operator.
 * @throws EvaluationError `InvalidDocument` when the operator is unknown or a value is malformed
 */
export function prepareCondition(
  operator: string,
  key: string,
  wanted: readonly string[],
  variables: boolean,
): PreparedCondition {
  const parsed = parseOperator(operator);
  if (parsed === undefined) {
    throw new EvaluationError("InvalidDocument", `expected a condition operator, came \`${operator}\``);
  }
  const written = { kind: "condition", operator, key, wanted } as const;
  const { operator: name, ifExists, set } = parsed;
  if (name === "Null") return { ...written, ...presence(wanted) };
  const { negated, compile } = OPERATORS[name];
  const single = decided(compile(wanted, variables), negated);
  const whenAbsent = ifExists || WHEN_ABSENT[set ?? "none"](negated);
  return { ...written, whenAbsent, holds: OVER_VALUES[set ?? "none"](single) };
}

/** Says whether a condition holds for a request. */
export function conditionHolds(condition: PreparedCondition, context: RequestContext): boolean {
  const value = lookUp(context, condition.key);
  return value === undefined ? condition.whenAbsent : condition.holds(value, context);
}

type Presence = Pick<PreparedCondition, "whenAbsent" | "holds">;

function presence(wanted: readonly string[]): Presence {
  const answers = wanted.map(parseBool);
  const present = answers.includes(false);
  return { whenAbsent: answers.includes(true), holds: () => present };
}

type SingleTest = (value: ContextScalar, context: RequestContext) => boolean;

/**
 * A negated operator is the NOR of the policy's values. A variable without a value decides neither way, so
 * that the condition does not hold, negated or not.
 */
function decided(matches: ValueMatcher, negated: boolean): SingleTest {
  return (value, context) => matches(value, context) === !negated;
}

const WHEN_ABSENT = {
  none: (negated: boolean) => negated,
  ForAllValues: () => true,
  ForAnyValue: () => false,
} as const satisfies Record<SetOperator | "none", (negated: boolean) => boolean>;

type OverValues = (test: SingleTest) => PreparedCondition["holds"];

/** A multivalued key needs a set operator: without one the condition does not hold, negated or not. */
const OVER_VALUES = {
  none: (test) => (value, context) => typeof value !== "object" && test(value, context),
  ForAllValues: (test) => (value, context) =>
    isNullDataSet(value) || scalarsOf(value).every((each) => test(each, context)),
  ForAnyValue: (test) => (value, context) =>
    !isNullDataSet(value) && scalarsOf(value).some((each) => test(each, context)),
} as const satisfies Record<SetOperator | "none", OverValues>;

/** AWS counts an empty string as no value for both set operators. */
function isNullDataSet(value: ContextValue): boolean {
  return value === "";
}

function scalarsOf(value: ContextValue): readonly ContextScalar[] {
  return typeof value === "object" ? value : [value];
}
