/** Decides a request as the gateway does, and says of each group's statements what they said. */
import type { AccessBundle, BundlePolicy, BundleRequest } from "@lychgate/cli/bundle";
import { evaluate, explain, type MismatchReason, type StatementExplanation } from "@lychgate/evaluation";
import {
  type CanonicalStatement,
  type Decision,
  type Effect,
  HTTP_METHODS,
  type Operation,
  unguardedSid,
} from "@lychgate/policy";
import { otherApiServing, servingOperation } from "./contract.ts";
import { evaluationRequestOf, type PreparedGroups, policyOf, preparedFor } from "./policy-set.ts";

export interface Answer {
  /** Of the groups together. It says nothing where there is no operation. */
  decision: Decision;
  /** What serves the request; `undefined`: no API that the policies are about does. */
  operation: Operation | undefined;
  /** The API that serves it, where the policies are not about that. */
  otherApi: string | undefined;
  /** In the order in which they were asked about, each once. */
  groups: readonly GroupAnswer[];
}

export interface GroupAnswer {
  group: string;
  /** Missing where the group has none, so that it lets nobody in. */
  policy?: BundlePolicy;
  /** Of the group by itself. */
  decision: Decision;
  /** From those that decide to those that have nothing to do with the request; of guards, only those that match. */
  statements: readonly StatementAnswer[];
}

export interface StatementAnswer {
  sid: string;
  effect: Effect;
  /** What the compiler added to the author's statement, to take back what its pattern admits too much. */
  isGuard: boolean;
  /** `matches`: it holds for the request, and something else decides. */
  role: "decides" | "matches" | "nearly" | "other";
  /** Where it begins in the module. */
  line?: number;
  reason?: MismatchReason;
  /** Of one that is about this path and other verbs, those. */
  otherMethods: readonly string[];
}

/** @throws PolicyError, EvaluationError where the bundle or the request cannot be read */
export function explainRequest(bundle: AccessBundle, request: BundleRequest): Answer {
  const merged = preparedFor(bundle, request.groups);
  const asked = evaluationRequestOf(request);
  const { decision, statements } = evaluate(merged.prepared, asked);
  const deciding = statements.flatMap(({ statement }) => merged.document.Statement[statement] ?? []);
  return {
    decision,
    operation: servingOperation(bundle, request),
    otherApi: otherApiServing(bundle, request),
    groups: [...new Set(request.groups)].map((group) =>
      groupAnswer(bundle, request, { group, decision, deciding }),
    ),
  };
}

interface Verdict {
  group: string;
  decision: Decision;
  /** The statements of the merged document that decide. */
  deciding: readonly CanonicalStatement[];
}

function groupAnswer(bundle: AccessBundle, request: BundleRequest, verdict: Verdict): GroupAnswer {
  const { group } = verdict;
  const policy = policyOf(bundle, group);
  if (!policy) return { group, decision: "implicitDeny", statements: [] };
  const alone = preparedFor(bundle, [group]);
  const { decision, considered } = explain(alone.prepared, evaluationRequestOf(request));
  const decides = (statement: CanonicalStatement) =>
    verdict.decision === "allowed"
      ? statement.Effect === "Allow" && decision === "allowed"
      : isAmong(verdict.deciding, statement);
  const statements = considered.flatMap((explanation): StatementAnswer[] => {
    const statement = alone.document.Statement[explanation.statement];
    // What stands in for a document that says nothing here has no name.
    if (statement?.Sid === undefined) return [];
    const otherMethods = otherMethodsOf(alone, explanation, request);
    return [statementAnswer(policy, { statement, explanation, otherMethods, decides: decides(statement) })];
  });
  const told = statements.filter(({ isGuard, role }) => !isGuard || role === "decides" || role === "matches");
  return { group, policy, decision, statements: told.sort(byRole) };
}

/** Whether a statement denies. A merge may leave out a guard, or a part of it, and may number its Sid. */
function isAmong(deciding: readonly CanonicalStatement[], statement: CanonicalStatement): boolean {
  if (statement.Effect === "Allow" || !isGuard(statement)) return statement.Effect === "Deny";
  const { Sid = "", Resource = [] } = statement;
  return deciding.some(
    (other) =>
      other.Sid?.startsWith(Sid) === true &&
      other.Resource?.every((resource) => Resource.includes(resource)) === true,
  );
}

/** No author may give a statement the Sid of a guard. */
function isGuard({ Effect, Sid = "" }: CanonicalStatement): boolean {
  return Effect === "Deny" && unguardedSid(Sid) !== Sid;
}

interface Considered {
  statement: CanonicalStatement;
  explanation: StatementExplanation;
  otherMethods: readonly string[];
  decides: boolean;
}

function statementAnswer(
  { lines }: BundlePolicy,
  { statement, explanation: { matched, reason }, otherMethods, decides }: Considered,
): StatementAnswer {
  const { Sid = "", Effect: effect } = statement;
  const sid = unguardedSid(Sid);
  const line = lineOf(lines, Sid) ?? lineOf(lines, sid);
  const isNear = reason?.kind === "condition" || otherMethods.length > 0;
  const unmatched = isNear ? "nearly" : "other";
  const role = matched ? (decides ? "decides" : "matches") : unmatched;
  return {
    sid,
    effect,
    isGuard: isGuard(statement),
    role,
    ...(line === undefined ? {} : { line }),
    ...(reason === undefined ? {} : { reason }),
    otherMethods,
  };
}

function lineOf(lines: BundlePolicy["lines"], sid: string): number | undefined {
  return Object.hasOwn(lines, sid) ? lines[sid] : undefined;
}

/** The verbs, but for the one asked about, for which a statement speaks of the path of a request. */
function otherMethodsOf(
  { prepared }: PreparedGroups,
  { statement, reason }: StatementExplanation,
  request: BundleRequest,
): string[] {
  if (reason?.kind !== "resource") return [];
  return HTTP_METHODS.filter((method) => {
    if (method === request.method) return false;
    const { considered } = explain(prepared, evaluationRequestOf({ ...request, method }));
    return considered.some((each) => each.statement === statement && each.reason?.kind !== "resource");
  });
}

const ORDER = ["decides", "matches", "nearly", "other"] as const satisfies readonly StatementAnswer["role"][];

function byRole(a: StatementAnswer, b: StatementAnswer): number {
  return ORDER.indexOf(a.role) - ORDER.indexOf(b.role);
}
