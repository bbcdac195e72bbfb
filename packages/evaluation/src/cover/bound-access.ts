import {
  type Binding,
  bind,
  type CanonicalDocument,
  type CanonicalStatement,
  INVOKE_ACTION,
} from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { type Access, accessOf } from "../proof/index.ts";

/** The condition block of a compiled statement. */
export type Condition = NonNullable<CanonicalStatement["Condition"]>;

export function boundAccess(documents: readonly CanonicalDocument[], binding: Binding): Access {
  return accessOf([boundDocument(documents, binding)]);
}

/** The requests that a statement speaks of, whether it lets them in or shuts them out. */
export function statementAccess(statement: CanonicalStatement, binding: Binding): Access {
  // A Deny is never narrowed to less than it says, so it becomes an Allow only once it is bound.
  return accessOf([documentOf(bind(documentOf([statement]), binding).Statement.map(asAllow))]);
}

function asAllow(statement: CanonicalStatement): CanonicalStatement {
  return { ...statement, Effect: "Allow" };
}

/** Every request that some patterns match, written as `VERB/path`. */
export function resourceAccess(patterns: readonly string[], { prefix }: Binding): Access {
  const Resource = patterns.map((pattern) => prefix + pattern);
  return accessOf([documentOf([{ Effect: "Allow", Action: [INVOKE_ACTION], Resource }])]);
}

/** Every request of which a condition holds. */
export function conditionAccess(condition: Condition | undefined): Access {
  const everything: CanonicalStatement = { Effect: "Allow", Action: [INVOKE_ACTION], Resource: ["*"] };
  return accessOf([documentOf([condition ? { ...everything, Condition: condition } : everything])]);
}

export function documentOf(statements: readonly CanonicalStatement[]): CanonicalDocument {
  return { Version: "2012-10-17", Statement: [...statements] };
}
