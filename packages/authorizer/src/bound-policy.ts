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
import { BoundedMap } from "./bounded-map.ts";
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

/** How many characters of JSON they have in all. Ready to be asked, they take some twelve times as many bytes. */
const LONGEST = 4 * 1024 * 1024;

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
  const mergeOnce = remembering<string, MergedPolicy>(({ policy }) => lengthOf(policy));
  const bindOnce = remembering<string, BoundPolicy>(lengthOf);
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

function lengthOf({ statements }: BoundPolicy): number {
  return JSON.stringify(statements).length;
}

function remembering<Key, T>(weigh: (made: T) => number = () => 0): (key: Key, make: () => T) => T {
  const known = new BoundedMap<Key, T>(CAPACITY, { most: LONGEST, of: weigh });
  return (key, make) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const made = make();
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
  return frozen(fitInto(Statement.length > 0 ? Statement : DENY_ALL.Statement, MAX_STATEMENTS));
}

/** What is remembered is given to every result, so that none may change it. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

const denialOf = remembering<number, CanonicalStatement>();

/**
 * The statement that ends a result with its token, however long API Gateway caches it.
 * @param expires the claim `exp`, in epoch seconds
 */
export function denyFrom(expires: number): CanonicalStatement {
  return denialOf(expires, () => {
    const CurrentTime = new Date(expires * 1000).toISOString();
    const Condition = { DateGreaterThanEquals: { "aws:CurrentTime": [CurrentTime] } };
    return frozen({ Sid: EXPIRY_SID, Effect: "Deny", Action: ["execute-api:*"], Resource: ["*"], Condition });
  });
}
