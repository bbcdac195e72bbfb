import { type CanonicalDocument, type CanonicalStatement, unguardedSid } from "@lychgate/policy";
import { evaluate, prepare } from "../evaluate.ts";
import { explain } from "../explain.ts";
import type { EvaluationRequest } from "../request.ts";
import { documentFor, type GroupDocument, type Members } from "./policy-set.ts";
import type { DecidedRequest, ResponsibleStatement } from "./report.ts";
import type { FoundRequest } from "./request-scope.ts";

/**
 * Decides a request for a user of these groups as the authorizer's result does, and says which statements are
 * responsible: those that allow it in a group that does so alone, or those that deny it.
 */
export function decideRequest(members: Members, { witness, binding }: FoundRequest): DecidedRequest {
  const merged = documentFor(members, binding);
  const { decision, statements } = evaluate(prepare([merged]), witness.request);
  const denying = statements.flatMap(({ statement }) => merged.Statement[statement] ?? []);
  const responsible = members.flatMap((member) => {
    const document = documentFor([member], binding);
    const matching = matchingStatements(document, witness.request);
    const isAllowed = !matching.some(({ Effect }) => Effect === "Deny");
    return matching
      .filter((statement) => (decision === "allowed" ? isAllowed : isAmong(denying, statement)))
      .map((statement) => responsibleStatement(member, statement));
  });
  return { witness, decision, statements: responsible };
}

function matchingStatements(document: CanonicalDocument, request: EvaluationRequest): CanonicalStatement[] {
  const { considered } = explain(prepare([document]), request);
  return considered.flatMap(({ matched, statement }) =>
    matched ? (document.Statement[statement] ?? []) : [],
  );
}

/** Whether a statement denies. A merge may leave out a guard, or a part of it, and may number its Sid. */
function isAmong(denying: readonly CanonicalStatement[], statement: CanonicalStatement): boolean {
  const { Effect, Sid = "", Resource = [] } = statement;
  if (Effect === "Allow" || unguardedSid(Sid) === Sid) return Effect === "Deny";
  return denying.some(
    (other) =>
      other.Sid?.startsWith(Sid) === true &&
      other.Resource?.every((resource) => Resource.includes(resource)) === true,
  );
}

function responsibleStatement(
  { group }: GroupDocument,
  { Sid, Effect }: CanonicalStatement,
): ResponsibleStatement {
  return { group, effect: Effect, ...(Sid === undefined ? {} : { sid: unguardedSid(Sid) }) };
}
