/** The policies of all groups, ready to be asked about: one set of groups, one API and stage at a time. */
import type { Binding, CanonicalDocument } from "@lychgate/policy";
import { boundDocument } from "../bound-document.ts";
import { type Access, accessOf, bindingsOf } from "../proof/index.ts";
import { type DenialKind, denialsOf, lastingGuards } from "./denials.ts";

/** A group's compiled policy. */
export interface GroupDocument {
  group: string;
  document: CanonicalDocument;
}

/** The groups of one user. */
export type Members = readonly [GroupDocument, ...GroupDocument[]];

export interface PolicySet {
  readonly policies: readonly GroupDocument[];
  /** The APIs and stages to look at. */
  readonly bindings: readonly Binding[];
  /** What a user of these groups may do. */
  access(members: Members, binding: Binding): Access;
  /** What a group's Deny statements match; `undefined` when it has none. */
  denials(member: GroupDocument, kind: DenialKind, binding: Binding): Access | undefined;
}

export function policySetOf(policies: readonly GroupDocument[]): PolicySet {
  const documents = policies.map(({ document }) => document);
  const accesses = new Map<string, Access>();
  const remembered = (key: readonly string[], make: () => Access): Access => {
    const text = key.join(" ");
    const access = accesses.get(text) ?? make();
    accesses.set(text, access);
    return access;
  };
  let lasting: ReadonlySet<string> | undefined;
  const lastingOnce = () => {
    lasting ??= lastingGuards(documents);
    return lasting;
  };
  return {
    policies,
    bindings: bindingsOf(documents),
    access: (members, binding) => {
      const make = () => accessOf([documentFor(members, binding)]);
      // There are as many single groups as groups, but too many sets of them to remember.
      return members.length > 1 ? make() : remembered(["access", binding.prefix, members[0].group], make);
    },
    denials: ({ group, document }, kind, binding) => {
      const denials = denialsOf(document, kind, lastingOnce, binding);
      if (denials.Statement.length === 0) return undefined;
      return remembered([kind, binding.prefix, group], () => accessOf([denials]));
    },
  };
}

/** What a user of these groups gets at one API and stage. */
export function documentFor(members: Members, binding: Binding): CanonicalDocument {
  return boundDocument(
    members.map(({ document }) => document),
    binding,
  );
}
