/** What the Deny statements of a group take from users who are in other groups too. */
import {
  type Binding,
  bind,
  type CanonicalDocument,
  type CanonicalStatement,
  isGuard,
  merge,
} from "@lychgate/policy";

/** Every Deny, or those that hold in whatever company: a guard may give way to another group. */
export type DenialKind = "all" | "lasting";

/** A group's Deny statements at one API and stage, as Allow statements, so that one can ask what they reach. */
export function denialsOf(
  document: CanonicalDocument,
  kind: DenialKind,
  lasting: () => ReadonlySet<string>,
  binding: Binding,
): CanonicalDocument {
  const denies = document.Statement.filter(({ Effect }) => Effect === "Deny");
  const wanted = kind === "all" ? denies : denies.flatMap((statement) => lastingPart(statement, lasting));
  const bound = bind({ ...document, Statement: wanted }, binding);
  return { ...bound, Statement: bound.Statement.map((statement) => ({ ...statement, Effect: "Allow" })) };
}

function lastingPart(
  statement: CanonicalStatement,
  lasting: () => ReadonlySet<string>,
): CanonicalStatement[] {
  if (!isGuard(statement)) return [statement];
  const Resource = statement.Resource?.filter((pattern) => lasting().has(pattern)) ?? [];
  return Resource.length === 0 ? [] : [{ ...statement, Resource }];
}

/**
 * The patterns of guards that give way to no group. Where a guard holds among all groups it holds among
 * fewer, and whether it does depends on its pattern alone: a group with a guard grants nothing that the guard
 * overlaps.
 */
export function lastingGuards(documents: readonly CanonicalDocument[]): ReadonlySet<string> {
  // An author's Deny plays no part in it, and might have the same pattern.
  const unauthored = documents.map((document) => ({
    ...document,
    Statement: document.Statement.filter((statement) => statement.Effect === "Allow" || isGuard(statement)),
  }));
  const denies = merge(unauthored).Statement.filter(({ Effect }) => Effect === "Deny");
  return new Set(denies.flatMap(({ Resource = [] }) => Resource));
}
