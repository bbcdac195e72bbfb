/**
 * What each condition operator means, one row each.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { OperatorName } from "@lychgate/policy";
import {
  type CompileComparison,
  compareArn,
  compareBinary,
  compareBool,
  compareDate,
  compareIp,
  compareNumber,
  compareText,
} from "./comparison.ts";

/** An operator that compares; `Null` does not, it asks for the key's presence. */
export type ComparingOperator = Exclude<OperatorName, "Null">;

export interface Operator {
  /** A negated operator holds when the value differs from all of the policy's values. */
  negated: boolean;
  compile: CompileComparison;
}

const equals = compareText({ wildcards: false });
const equalsIgnoreCase = compareText({ wildcards: false, ignoreCase: true });
const like = compareText({ wildcards: true });

const same = (a: number, b: number) => a === b;
const less = (a: number, b: number) => a < b;
const lessOrSame = (a: number, b: number) => a <= b;
const greater = (a: number, b: number) => a > b;
const greaterOrSame = (a: number, b: number) => a >= b;

export const OPERATORS = {
  StringEquals: { negated: false, compile: equals },
  StringNotEquals: { negated: true, compile: equals },
  StringEqualsIgnoreCase: { negated: false, compile: equalsIgnoreCase },
  StringNotEqualsIgnoreCase: { negated: true, compile: equalsIgnoreCase },
  StringLike: { negated: false, compile: like },
  StringNotLike: { negated: true, compile: like },
  NumericEquals: { negated: false, compile: compareNumber(same) },
  NumericNotEquals: { negated: true, compile: compareNumber(same) },
  NumericLessThan: { negated: false, compile: compareNumber(less) },
  NumericLessThanEquals: { negated: false, compile: compareNumber(lessOrSame) },
  NumericGreaterThan: { negated: false, compile: compareNumber(greater) },
  NumericGreaterThanEquals: { negated: false, compile: compareNumber(greaterOrSame) },
  DateEquals: { negated: false, compile: compareDate(same) },
  DateNotEquals: { negated: true, compile: compareDate(same) },
  DateLessThan: { negated: false, compile: compareDate(less) },
  DateLessThanEquals: { negated: false, compile: compareDate(lessOrSame) },
  DateGreaterThan: { negated: false, compile: compareDate(greater) },
  DateGreaterThanEquals: { negated: false, compile: compareDate(greaterOrSame) },
  Bool: { negated: false, compile: compareBool },
  BinaryEquals: { negated: false, compile: compareBinary },
  IpAddress: { negated: false, compile: compareIp },
  NotIpAddress: { negated: true, compile: compareIp },
  ArnEquals: { negated: false, compile: compareArn },
  ArnLike: { negated: false, compile: compareArn },
  ArnNotEquals: { negated: true, compile: compareArn },
  ArnNotLike: { negated: true, compile: compareArn },
} as const satisfies Record<ComparingOperator, Operator>;
