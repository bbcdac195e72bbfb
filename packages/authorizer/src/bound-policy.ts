import {
  type Binding,
  bind,
  bindClaims,
  type CanonicalDocument,
  type CanonicalStatement,
  claimSegment,
  claimsIn,
  DENY_ALL,
  EXPIRY_SID,
  merge,
  revisionOf,
  textOf,
} from "@lychgate/policy";
import type { GroupDocument } from "./policy-lookup.ts";
import { fitInto, MAX_STATEMENTS } from "./result-size.ts";

/** The merged policies of some groups, narrowed to one API and stage and to the caller's own claims. */
export interface BoundPolicy {
  statements: readonly CanonicalStatement[];
  /** The revision of the one group's policy, or of the merged document. */
  revision: string;
}

/** How many merged policies are remembered; the oldest gives way. */
const CAPACITY = 1_000;

export type PolicyBinder = (
  documents: readonly GroupDocument[],
  binding: Binding,
  claims: ReadonlyMap<string, string>,
) => BoundPolicy;

/** Merged policies at one API and stage, and the claims that they still name. */
interface MergedPolicy {
  document: CanonicalDocument;
  policy: BoundPolicy;
  claims: readonly string[];
}

/**
 * Merges and binds policies, and remembers the outcome by their revisions, the binding and those of the caller's claims
 * that the policies name.
 */
export function createPolicyBinder(): PolicyBinder {
  const mergeOnce = remembering<MergedPolicy>();
  const bindOnce = remembering<BoundPolicy>();
  return (documents, binding, claims) => {
    // A revision is a hash, so no prefix or revision can be mistaken for a part of another.
    const key = [binding.prefix, ...documents.map(({ revision }) => revision)].join(" ");
    const merged = mergeOnce(key, () => mergedPolicy(documents, binding));
    if (merged.claims.length === 0) return merged.policy;
    // What can be a segment has no space and no `|`; what cannot is as good as missing.
    const values = merged.claims.map((name) => claimSegment(claims.get(name)) ?? "");
    return bindOnce(`${key}|${values.join(" ")}`, () => ({
      ...merged.policy,
      statements: statementsOf(bindClaims(merged.document, claims)),
    }));
  };
}

function remembering<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const made = make();
    const oldest = known.size >= CAPACITY ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}

function mergedPolicy(documents: readonly GroupDocument[], binding: Binding): MergedPolicy {
  const merged = merge(documents.map(({ document }) => document));
  const [only, ...rest] = documents;
  const revision = only && rest.length === 0 ? only.revision : revisionOf(textOf(merged));
  const document = bind(merged, binding);
  return { document, policy: { statements: statementsOf(document), revision }, claims: claimsIn(document) };
}

/** What is left of a document that is about others says nothing, which would be no document. */
function statementsOf({ Statement }: CanonicalDocument): readonly CanonicalStatement[] {
  return fitInto(Statement.length > 0 ? Statement : DENY_ALL.Statement, MAX_STATEMENTS);
}

/**
 * The statement that ends a result with its token, however long API Gateway caches it.
 * @param expires the claim `exp`, in epoch seconds
 */
export function denyFrom(expires: number): CanonicalStatement {
  const CurrentTime = new Date(expires * 1000).toISOString();
  const Condition: CanonicalDocument["Statement"][number]["Condition"] = {
    DateGreaterThanEquals: { "aws:CurrentTime": [CurrentTime] },
  };
  return { Sid: EXPIRY_SID, Effect: "Deny", Action: ["execute-api:*"], Resource: ["*"], Condition };
}
