import { EvaluationError, evaluate } from "@lychgate/evaluation";
import { type Decision, EXPIRY_SID } from "@lychgate/policy";
import type { BoundPolicy } from "./bound-policy.ts";
import type { ConditionValue } from "./condition-value.ts";
import { type PreparedPolicy, preparedPolicy } from "./prepared-policy.ts";

/** What a policy says of one request, and the Sid of the first statement that says so, where it has one. */
export interface MethodDecision {
  decision: Decision;
  sid?: string;
}

/** The request that is decided. */
export interface DecidedRequest {
  methodArn: string;
  /** What the request has for a condition key, whose name is in lower case. */
  conditionOf: (key: string, now: number) => ConditionValue;
}

/** A policy, and when its caller's token expires, in epoch seconds. */
export interface ExpiringPolicy {
  policy: BoundPolicy;
  expires: number;
}

/** The Deny that ends a result with its token goes before whatever the policy says. */
export const EXPIRED: MethodDecision = Object.freeze({ decision: "explicitDeny", sid: EXPIRY_SID });

/**
 * Decides as API Gateway will with the policy, where that follows from what is known of the request; where it
 * hangs on a condition key that is not known, nothing is said.
 * @param now the current time in epoch milliseconds
 */
export function decideMethod(
  { policy, expires }: ExpiringPolicy,
  { methodArn, conditionOf }: DecidedRequest,
  now: number,
): MethodDecision | undefined {
  if (now >= expires * 1000) return EXPIRED;
  const prepared = readable(policy);
  if (!prepared) return undefined;
  const { context, unknown } = contextOf(prepared.keys, (key) => conditionOf(key, now));
  const { decision, statements } = evaluate(prepared.without(unknown), { methodArn, context });
  if (statements.length === 0 || unknown.length === 0) return decisionOf({ decision, statements });
  // A statement that also asks for what is not known may match or not, so it decides nothing.
  const certain = statements.filter(({ statement }) => !prepared.asksFor(unknown, statement));
  return certain.length === 0 ? undefined : decisionOf({ decision, statements: certain });
}

/** What IAM would refuse is API Gateway's to refuse: telling what a policy decides is no reason for a fault. */
function readable(policy: BoundPolicy): PreparedPolicy | undefined {
  try {
    return preparedPolicy(policy);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

interface KnownContext {
  context: Readonly<Record<string, string>>;
  unknown: readonly string[];
}

const NOTHING_ASKED: KnownContext = Object.freeze({ context: Object.freeze({}), unknown: Object.freeze([]) });

function contextOf(keys: readonly string[], conditionOf: (key: string) => ConditionValue): KnownContext {
  if (keys.length === 0) return NOTHING_ASKED;
  const context: Record<string, string> = Object.create(null);
  const unknown: string[] = [];
  for (const key of keys) {
    const known = conditionOf(key);
    if (known === undefined) unknown.push(key);
    else if (known.value !== undefined) context[key] = known.value;
  }
  return { context, unknown };
}

/** @param verdict whose statements are in the order of the document */
export function decisionOf({ decision, statements }: ReturnType<typeof evaluate>): MethodDecision {
  const sid = statements.find((statement) => statement.sid !== undefined)?.sid;
  return sid === undefined ? { decision } : { decision, sid };
}
