import {
  type Binding,
  bind,
  type CanonicalDocument,
  type CanonicalStatement,
  DENY_ALL,
  EXPIRY_SID,
  merge,
  revisionOf,
  textOf,
} from "@lychgate/policy";
import type { GroupDocument } from "./policy-lookup.ts";
import { fitInto, MAX_STATEMENTS } from "./result-size.ts";

/** The merged policies of some groups, narrowed to one API and stage. */
export interface BoundPolicy {
  statements: readonly CanonicalStatement[];
  /** The revision of the one group's policy, or of the merged document. */
  revision: string;
}

/** How many merged policies are remembered; the oldest gives way. */
const CAPACITY = 1_000;

/** Merges and binds policies, and remembers the outcome by their revisions and the binding. */
export function createPolicyBinder(): (documents: readonly GroupDocument[], binding: Binding) => BoundPolicy {
  const known = new Map<string, BoundPolicy>();
  return (documents, binding) => {
    // A revision is a hash, so no prefix or revision can be mistaken for a part of another.
    const key = [binding.prefix, ...documents.map(({ revision }) => revision)].join(" ");
    const remembered = known.get(key);
    if (remembered) return remembered;
    const policy = boundPolicy(documents, binding);
    const oldest = known.size >= CAPACITY ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, policy);
    return policy;
  };
}

function boundPolicy(documents: readonly GroupDocument[], binding: Binding): BoundPolicy {
  const merged = merge(documents.map(({ document }) => document));
  const [only, ...rest] = documents;
  const revision = only && rest.length === 0 ? only.revision : revisionOf(textOf(merged));
  const { Statement } = bind(merged, binding);
  return {
    statements: fitInto(Statement.length > 0 ? Statement : DENY_ALL.Statement, MAX_STATEMENTS),
    revision,
  };
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
