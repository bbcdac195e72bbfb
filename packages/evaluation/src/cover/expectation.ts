/** What policy tests expect, as data, so that it can be held against other policies than the one in force. */
import {
  type Binding,
  bind,
  bindingOf,
  type CanonicalDocument,
  type Contract,
  type Effect,
} from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { EvaluationError } from "../errors.ts";
import { evaluate, prepare } from "../evaluate.ts";
import { explain } from "../explain.ts";
import { bindingsOf, findRequest } from "../proof/index.ts";
import type { EvaluationRequest } from "../request.ts";
import { conditionAccess, statementAccess } from "./bound-access.ts";
import { contractRequests } from "./contract-requests.ts";
import { type ExactAccess, findSurprise } from "./exact-access.ts";

export type Expectation = RequestExpectation | ExactExpectation;

/** That a user of these groups may, or may not, make a request. */
export interface RequestExpectation {
  kind: "request";
  groups: readonly string[];
  request: EvaluationRequest;
  allowed: boolean;
}

/** That a user of these groups reaches exactly these routes; with `holds: false`, that it is otherwise. */
export interface ExactExpectation extends ExactAccess {
  kind: "exactly";
  groups: readonly string[];
  holds: boolean;
}

/** Documents by group. */
export type Documents = ReadonlyMap<string, CanonicalDocument>;

export interface StatementName {
  group: string;
  sid: string;
}

/** Whether an expectation is met. One about a group without a policy is not. */
export function expectationHolds(
  expectation: Expectation,
  documents: Documents,
  contract: Contract,
): boolean {
  const ofGroups = documentsOf(expectation.groups, documents);
  if (ofGroups === undefined) return false;
  if (expectation.kind === "exactly") {
    return (findSurprise(ofGroups, expectation, contract) === undefined) === expectation.holds;
  }
  return isAllowed(ofGroups, expectation.request) === expectation.allowed;
}

function documentsOf(groups: readonly string[], documents: Documents): CanonicalDocument[] | undefined {
  const found = groups.flatMap((group) => documents.get(group) ?? []);
  return found.length === groups.length && found.length > 0 ? found : undefined;
}

function isAllowed(documents: readonly CanonicalDocument[], request: EvaluationRequest): boolean {
  const prepared = prepare([boundDocument(documents, bindingFor(request))]);
  return evaluate(prepared, request).decision === "allowed";
}

function bindingFor({ methodArn }: EvaluationRequest): Binding {
  const binding = bindingOf(methodArn);
  if (binding) return binding;
  throw new EvaluationError("InvalidRequest", "expected `methodArn` to name an API, a stage and a verb");
}

/** The statements that a test puts to use: those that decide its request, or reach what it speaks of. */
export function decidingStatements(
  expectation: Expectation,
  documents: Documents,
  contract: Contract,
): StatementName[] {
  const groups = expectation.groups.flatMap((group) => {
    const document = documents.get(group);
    return document ? [{ group, document }] : [];
  });
  if (expectation.kind === "exactly") {
    return groups.flatMap((each) => reachingStatements(each, expectation, contract));
  }
  const { request } = expectation;
  const binding = bindingFor(request);
  const merged = boundDocument(
    groups.map(({ document }) => document),
    binding,
  );
  const effect = EFFECTS[evaluate(prepare([merged]), request).decision];
  return effect === undefined
    ? []
    : groups.flatMap((each) => matchingStatements(each, { request, binding, effect }));
}

const EFFECTS = { allowed: "Allow", explicitDeny: "Deny", implicitDeny: undefined } as const;

interface GroupDocument {
  group: string;
  document: CanonicalDocument;
}

function matchingStatements(
  { group, document }: GroupDocument,
  { request, binding, effect }: { request: EvaluationRequest; binding: Binding; effect: Effect },
): StatementName[] {
  const bound = bind(document, binding);
  if (bound.Statement.length === 0) return [];
  return explain(prepare([bound]), request).considered.flatMap((each) =>
    each.matched && each.effect === effect && each.sid !== undefined ? [{ group, sid: each.sid }] : [],
  );
}

function reachingStatements(
  { group, document }: GroupDocument,
  { when }: ExactExpectation,
  contract: Contract,
): StatementName[] {
  const circumstances = conditionAccess(when);
  return document.Statement.flatMap((statement) => {
    const reaches = bindingsOf([document]).some((binding) => {
      const accesses = [statementAccess(statement, binding), circumstances];
      return findRequest(contractRequests(contract, binding).all, accesses, (both) => !both.includes(false));
    });
    return reaches && statement.Sid !== undefined ? [{ group, sid: statement.Sid }] : [];
  });
}
