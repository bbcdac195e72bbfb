import type { Decision, PolicyDocument } from "@lychgate/policy";
import { prepareDocument } from "./document.ts";
import { invalidDocument, within } from "./json.ts";
import { type EvaluationRequest, type OpenedRequest, openRequest } from "./request.ts";
import { type DecidingStatement, firstMismatch, type PreparedStatement } from "./statement.ts";

/** Policy documents that were read once, ready to be asked of many requests. */
export interface PreparedPolicies {
  readonly statements: readonly PreparedStatement[];
  readonly denies: readonly PreparedStatement[];
  readonly allows: readonly PreparedStatement[];
}

/** A decision and the statements that it rests on: all that deny, or all that allow, or none. */
export interface Verdict {
  decision: Decision;
  statements: readonly DecidingStatement[];
}

/**
 * Reads policy documents for `evaluate` and `explain`.
 *
 * @throws EvaluationError `InvalidDocument` for whatever IAM would refuse in a policy that an authorizer
 * returns, and for everything that is not shaped like a document
 */
export function prepare(documents: readonly PolicyDocument[]): PreparedPolicies {
  if (!Array.isArray(documents)) throw invalidDocument("expected a list of policy documents");
  const statements = documents.flatMap((document: unknown, policy) =>
    within(`policy ${policy}`, () => prepareDocument(document, policy)),
  );
  return {
    statements,
    denies: statements.filter(({ effect }) => effect === "Deny"),
    allows: statements.filter(({ effect }) => effect === "Allow"),
  };
}

/**
 * Decides a request as IAM does: refused unless a statement allows it and none denies it.
 *
 * @throws EvaluationError `InvalidRequest` when `methodArn` is no ARN
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(prepared: PreparedPolicies, request: EvaluationRequest): Verdict {
  const opened = openRequest(request);
  const denying = matching(prepared.denies, opened);
  if (denying.length > 0) return { decision: "explicitDeny", statements: denying };
  const allowing = matching(prepared.allows, opened);
  return { decision: allowing.length > 0 ? "allowed" : "implicitDeny", statements: allowing };
}

const NONE: readonly DecidingStatement[] = Object.freeze([]);

function matching(
  statements: readonly PreparedStatement[],
  request: OpenedRequest,
): readonly DecidingStatement[] {
  let places: DecidingStatement[] | undefined;
  for (const statement of statements) {
    if (firstMismatch(statement, request) !== undefined) continue;
    if (places === undefined) places = [statement.place];
    else places.push(statement.place);
  }
  return places ?? NONE;
}
