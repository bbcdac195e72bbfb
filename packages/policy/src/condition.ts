/**
 * The condition operators and keys that are known, one row each.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */

export type ConditionType = "string" | "numeric" | "date" | "bool" | "binary" | "ip" | "arn" | "null";

/** Every operator of IAM, without the suffix `IfExists` and the prefixes of set operators. */
export const CONDITION_OPERATORS = {
  StringEquals: "string",
  StringNotEquals: "string",
  StringEqualsIgnoreCase: "string",
  StringNotEqualsIgnoreCase: "string",
  StringLike: "string",
  StringNotLike: "string",
  NumericEquals: "numeric",
  NumericNotEquals: "numeric",
  NumericLessThan: "numeric",
  NumericLessThanEquals: "numeric",
  NumericGreaterThan: "numeric",
  NumericGreaterThanEquals: "numeric",
  DateEquals: "date",
  DateNotEquals: "date",
  DateLessThan: "date",
  DateLessThanEquals: "date",
  DateGreaterThan: "date",
  DateGreaterThanEquals: "date",
  Bool: "bool",
  BinaryEquals: "binary",
  IpAddress: "ip",
  NotIpAddress: "ip",
  ArnEquals: "arn",
  ArnLike: "arn",
  ArnNotEquals: "arn",
  ArnNotLike: "arn",
  Null: "null",
} as const satisfies Record<string, ConditionType>;

export type OperatorName = keyof typeof CONDITION_OPERATORS;

/**
 * The condition keys that API Gateway supplies when it evaluates what a Lambda authorizer returned, with
 * the type of their value. AWS publishes no list for authorizers: this is the part of the resource
 * policies' list that needs no IAM principal. All of them have a single value.
 */
export const AUTHORIZER_CONDITION_KEYS = {
  "aws:CurrentTime": "date",
  "aws:EpochTime": "date",
  "aws:Referer": "string",
  "aws:SecureTransport": "bool",
  "aws:SourceIp": "ip",
  "aws:SourceVpc": "string",
  "aws:SourceVpce": "string",
  "aws:UserAgent": "string",
} as const satisfies Record<string, ConditionType>;

export type AuthorizerConditionKey = keyof typeof AUTHORIZER_CONDITION_KEYS;

export type SetOperator = "ForAllValues" | "ForAnyValue";

/** An operator's name taken apart: `ForAnyValue:StringLikeIfExists`. */
export interface ParsedOperator {
  operator: OperatorName;
  ifExists: boolean;
  set?: SetOperator;
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]{1,40}?)(IfExists)?$/;

/** Takes an operator's name apart; `undefined` when IAM knows no such operator. `Null` takes no suffix. */
export function parseOperator(name: string): ParsedOperator | undefined {
  const match = OPERATOR.exec(name);
  if (!match) return undefined;
  const [, set, operator, suffix] = match;
  if (operator === undefined || !isOperatorName(operator)) return undefined;
  if (operator === "Null" && (set !== undefined || suffix !== undefined)) return undefined;
  const parsed: ParsedOperator = { operator, ifExists: suffix !== undefined };
  return set === undefined ? parsed : { ...parsed, set: set as SetOperator };
}

function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(CONDITION_OPERATORS, name);
}
