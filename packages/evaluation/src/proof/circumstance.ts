/**
 * Circumstances: a statement's `Condition`, read for proofs. Each test of it is about one dimension of a
 * request; a dimension is cut into finitely many classes between which no test makes a difference.
 */
import {
  type AuthorizerConditionKey,
  CONDITION_OPERATORS,
  canonicalKey,
  parseOperator,
} from "@lychgate/policy";
import { conditionHolds, type PreparedCondition } from "../condition.ts";
import { EvaluationError } from "../errors.ts";

/** What a request can differ in beside its ARN, in the order in which it is looked at. */
export const DIMENSIONS = [
  "aws:SourceIp",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "time",
  "aws:UserAgent",
  "aws:Referer",
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** One operator on one key. */
export interface Test {
  readonly id: number;
  readonly dimension: Dimension;
  readonly condition: PreparedCondition;
  readonly variables: boolean;
}

/** The tests that all have to hold. */
export interface Circumstance {
  readonly id: number;
  readonly tests: readonly Test[];
  /** The place of the last dimension that a test is about; -1 when there is no test. */
  readonly last: number;
}

/** What is the same in every request. */
const ALWAYS = { "aws:SecureTransport": "true" } as const;

type VaryingKey = Exclude<AuthorizerConditionKey, keyof typeof ALWAYS>;

const DIMENSION_OF = {
  "aws:CurrentTime": "time",
  "aws:EpochTime": "time",
  "aws:Referer": "aws:Referer",
  "aws:SourceIp": "aws:SourceIp",
  "aws:SourceVpc": "aws:SourceVpc",
  "aws:SourceVpce": "aws:SourceVpce",
  "aws:UserAgent": "aws:UserAgent",
} as const satisfies Record<VaryingKey, Dimension>;

/** What types of operators can be decided on each dimension. */
const DECIDABLE: Record<Dimension, readonly string[]> = {
  "aws:SourceIp": ["ip", "null"],
  "aws:SourceVpc": ["string", "bool", "binary", "null"],
  "aws:SourceVpce": ["string", "bool", "binary", "null"],
  time: ["date", "null"],
  "aws:UserAgent": ["string", "bool", "binary", "null"],
  "aws:Referer": ["string", "bool", "binary", "null"],
};

const MOST_KEPT = 20_000;
const tests = new Map<string, Test>();
const circumstances = new Map<string, Circumstance>();
let count = 0;

/**
 * Reads conditions; `undefined` when they hold for no request.
 * @throws EvaluationError `Undecidable` for an operator whose outcome on its key has no exact description
 */
export function circumstanceOf(
  conditions: readonly PreparedCondition[],
  variables: boolean,
): Circumstance | undefined {
  const read = conditions.map((condition) => testOf(condition, variables));
  if (read.includes(false)) return undefined;
  const distinct = [...new Set(read.filter((test) => typeof test === "object"))];
  const sorted = distinct.sort((a, b) => a.id - b.id);
  const last = Math.max(-1, ...sorted.map(({ dimension }) => DIMENSIONS.indexOf(dimension)));
  const key = sorted.map(({ id }) => id).join();
  return intern(circumstances, key, (id) => ({ id, tests: sorted, last }));
}

/** A test of something that varies, or the outcome of one of something that does not. */
function testOf(condition: PreparedCondition, variables: boolean): Test | boolean {
  const key = canonicalKey(condition.key);
  // A key that is never supplied is absent from every request.
  if (key === undefined || key in ALWAYS) return conditionHolds(condition, ALWAYS);
  const dimension = DIMENSION_OF[key as VaryingKey];
  checkDecidable(condition, dimension, key);
  const text = JSON.stringify([condition.operator, key, [...condition.wanted].sort(), variables]);
  return intern(tests, text, (id) => ({ id, dimension, condition, variables }));
}

/** Whether a test asks for a value, rather than whether there is one. */
export function asksForValue({ condition }: Test): boolean {
  return parseOperator(condition.operator)?.operator !== "Null";
}

function checkDecidable(
  { operator, key: written }: PreparedCondition,
  dimension: Dimension,
  key: string,
): void {
  const parsed = parseOperator(operator);
  const type = parsed && CONDITION_OPERATORS[parsed.operator];
  const isSeconds = type === "numeric" && key === "aws:EpochTime";
  if (type !== undefined && (isSeconds || DECIDABLE[dimension].includes(type))) return;
  throw new EvaluationError("Undecidable", `\`${operator}\` on \`${written}\` has no exact description`);
}

function intern<T>(known: Map<string, T>, key: string, make: (id: number) => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  // Equal ones that are made again are only compared once more.
  if (known.size >= MOST_KEPT) known.clear();
  count += 1;
  const made = make(count);
  known.set(key, made);
  return made;
}
