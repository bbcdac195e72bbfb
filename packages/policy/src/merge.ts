/** From the policies of a user's groups to the one document that an authorizer returns. */
import { documentOf } from "./canonical.ts";
import { type Binding, INVOKE_ACTION, parseExecuteApiArn, UNBOUND_PREFIX } from "./execute-api-arn.ts";
import { isGuard } from "./guard.ts";
import { wildcardTokens } from "./language/token.ts";
import { findWitness } from "./language/witness.ts";
import { isHttpMethod } from "./path-template.ts";
import type { CanonicalDocument, CanonicalStatement } from "./policy-document.ts";
import { covers } from "./wildcard.ts";

/** What is returned for a caller that no policy lets in. */
export const DENY_ALL: CanonicalDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "DenyAll", Effect: "Deny", Action: ["*"], Resource: ["*"] }],
};

/**
 * Merges the documents of several groups. A member of several groups may do what any of them may, less what
 * any of them denies. The compiler's guards are no denials of that kind: they only take back what a pattern
 * admits too much, so a guard gives way where another group allows all of it without a condition.
 */
export function merge(documents: readonly CanonicalDocument[]): CanonicalDocument {
  const statements = documents.flatMap((document) =>
    document.Statement.flatMap((statement) => withoutGranted(statement, document, documents)),
  );
  return documentOf(withDistinctSids(documentOf(statements).Statement));
}

function withoutGranted(
  statement: CanonicalStatement,
  owner: CanonicalDocument,
  documents: readonly CanonicalDocument[],
): CanonicalStatement[] {
  if (!isGuard(statement)) return [statement];
  const others = documents.filter((document) => document !== owner);
  const kept = (statement.Resource ?? []).filter(
    (pattern) => !others.some((other) => grants(other, pattern)),
  );
  return kept.length === 0 ? [] : [{ ...statement, Resource: kept }];
}

/** Whether a document allows everything that a guard's pattern matches, whatever the request's context. */
function grants(document: CanonicalDocument, pattern: string): boolean {
  const wanted = pattern.slice(UNBOUND_PREFIX.length);
  const allows = document.Statement.some(
    ({ Effect, Resource = [], Action, Condition }) =>
      Effect === "Allow" &&
      Action?.some(admitsInvoke) === true &&
      Condition === undefined &&
      Resource.some((resource) => covers(unboundTail(resource), wanted)),
  );
  return (
    allows && !document.Statement.some((statement) => isGuard(statement) && overlaps(statement, pattern))
  );
}

/** Verb and path of an ARN for every API and stage, as they are once bound; empty for any other. */
function unboundTail(resource: string): string {
  if (resource === "*" || `${resource}/*/` === UNBOUND_PREFIX) return "*";
  return resource.startsWith(UNBOUND_PREFIX) ? resource.slice(UNBOUND_PREFIX.length) : "";
}

function admitsInvoke(action: string): boolean {
  return covers(action.toLowerCase(), INVOKE_ACTION.toLowerCase());
}

function overlaps({ Resource = [] }: CanonicalStatement, pattern: string): boolean {
  const tokens = wildcardTokens(pattern);
  return Resource.some(
    (resource) =>
      findWitness([wildcardTokens(resource), tokens], (members) => !members.includes(false)) !== undefined,
  );
}

/** IAM wants Sids unique within a document; the first of a name keeps it. */
function withDistinctSids(statements: readonly CanonicalStatement[]): CanonicalStatement[] {
  const used = new Set<string>();
  return statements.map((statement) => {
    if (statement.Sid === undefined) return statement;
    let sid = statement.Sid;
    for (let count = 2; used.has(sid); count += 1) sid = `${statement.Sid}${count}`;
    used.add(sid);
    return { ...statement, Sid: sid };
  });
}

/**
 * Narrows a stored document to the API and stage of one request. It holds for every request that a cached
 * result can serve, for API Gateway's cache is per API and stage, and it leaves a `*` in the place of API and
 * stage no room to cross into the path.
 */
export function bind(document: CanonicalDocument, binding: Binding): CanonicalDocument {
  const statements = document.Statement.flatMap((statement): CanonicalStatement[] => {
    if (statement.Resource === undefined) return [statement];
    const resources = statement.Resource.flatMap((resource) =>
      bindResource(resource, statement.Effect, binding),
    );
    return resources.length === 0 ? [] : [{ ...statement, Resource: [...new Set(resources)].sort() }];
  });
  return { Version: document.Version, Statement: statements };
}

/** A Deny is never narrowed to less than it says: where its ARN is not of the plain form, it stays as it is. */
function bindResource(resource: string, effect: "Allow" | "Deny", binding: Binding): string[] {
  const plain = plainTail(resource, binding);
  if (plain === "elsewhere") return effect === "Allow" ? [] : [resource];
  if (plain !== undefined) return [binding.prefix + plain];
  return [resource];
}

/** Verb and path of an ARN whose parts before them are each `*` or a name; `aws` stands for every partition. */
function plainTail(resource: string, binding: Binding): string | "elsewhere" | undefined {
  if (resource === "*") return "*";
  const arn = parseExecuteApiArn(resource);
  const wanted = parseExecuteApiArn(binding.prefix);
  if (!arn || !wanted) return undefined;
  const partition = arn.partition === "aws" ? "*" : arn.partition;
  if ([partition, arn.region, arn.account, arn.resource].every((part) => part === "*")) return "*";
  const [apiId = "", stage = "", ...tail] = arn.resource.split("/");
  const [wantedApi = "", wantedStage = ""] = wanted.resource.split("/");
  if (tail.length === 0) return undefined;
  const pairs = [
    [partition, wanted.partition],
    [arn.region, wanted.region],
    [arn.account, wanted.account],
    [apiId, wantedApi],
    [stage, wantedStage],
  ] as const;
  if (isHttpMethod(stage) || pairs.some(([part]) => part !== "*" && /[*?]|\$\{/.test(part))) return undefined;
  return pairs.every(([part, name]) => part === "*" || part === name) ? tail.join("/") : "elsewhere";
}
