import { type Effect, INVOKE_ACTION } from "@lychgate/policy";
import { type ContextValue, lookUp } from "./context.ts";
import { evaluate, type PreparedPolicies, type Verdict } from "./evaluate.ts";
import { type EvaluationRequest, openRequest } from "./request.ts";
import { type DecidingStatement, firstMismatch, type Mismatch } from "./statement.ts";

/** The first part of a statement that did not match, what it wanted and what the request had. */
export type MismatchReason =
  | { kind: "action"; element: "Action" | "NotAction"; wanted: readonly string[]; value: string }
  | { kind: "resource"; element: "Resource" | "NotResource"; wanted: readonly string[]; value: string }
  | ConditionMismatch;

export interface ConditionMismatch {
  kind: "condition";
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  key: string;
  wanted: readonly string[];
  /** Missing when the request lacks the key. */
  value?: ContextValue;
}

/** What became of one statement; `reason` says why it did not match. */
export interface StatementExplanation extends DecidingStatement {
  effect: Effect;
  matched: boolean;
  reason?: MismatchReason;
}

/** A verdict, and every statement that was considered for it, in the order of the documents. */
export interface Explanation extends Verdict {
  considered: StatementExplanation[];
}

/**
 * Decides a request as `evaluate` does and says of every statement whether it matched and, if not, why.
 *
 * @throws EvaluationError `InvalidRequest` when `methodArn` is no ARN
 */
export function explain(prepared: PreparedPolicies, request: EvaluationRequest): Explanation {
  const opened = openRequest(request);
  const considered = prepared.statements.map((statement) => {
    const { place, effect } = statement;
    const mismatch = firstMismatch(statement, opened);
    return mismatch === undefined
      ? { ...place, effect, matched: true }
      : { ...place, effect, matched: false, reason: reasonOf(mismatch, request) };
  });
  return { ...evaluate(prepared, request), considered };
}

function reasonOf(mismatch: Mismatch, request: EvaluationRequest): MismatchReason {
  const { wanted } = mismatch;
  if (mismatch.kind === "action") {
    const value = request.action ?? INVOKE_ACTION;
    return { kind: "action", element: mismatch.element, wanted, value };
  }
  if (mismatch.kind === "resource") {
    return { kind: "resource", element: mismatch.element, wanted, value: request.methodArn };
  }
  const { operator, key } = mismatch;
  const value = lookUp(request.context ?? {}, key);
  return { kind: "condition", operator, key, wanted, ...(value === undefined ? {} : { value }) };
}
