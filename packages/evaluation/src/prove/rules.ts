/** The rules that one request breaks: never, only, always. */
import type { AlwaysRule, Contract, GroupSelection, NeverRule, OnlyRule, Scope } from "@lychgate/policy";
import { decideRequest } from "./decided-request.ts";
import type { GroupDocument, Members, PolicySet } from "./policy-set.ts";
import type { GuardrailFailure } from "./report.ts";
import {
  type FoundRequest,
  findInScope,
  type RequestScope,
  requestScope,
  type Spelling,
} from "./request-scope.ts";

/** What a rule is held against. */
export interface World {
  policies: PolicySet;
  contract: Contract;
}

/** What came of a rule: it holds when there is neither. */
export interface RuleAnswer {
  failures: readonly GuardrailFailure[];
  /** Why it may not hold, where no counterexample was found either. */
  undecided?: string;
}

export function scopeIn({ policies, contract }: World, scope: Scope, spelling: Spelling): RequestScope {
  return requestScope(scope, spelling, contract, policies.bindings);
}

/** Asks each of the groups alone for a request in the circumstances that it allows. */
export function never(rule: NeverRule, world: World): RuleAnswer {
  const scope = scopeIn(world, rule, "served");
  const failures = selected(rule.groups, world).flatMap((member) => {
    const found = requestOf([member], scope, world, (isInside, isAllowed) => isInside && isAllowed);
    return failureOf([member], found);
  });
  return { failures };
}

/** Asks each group alone: one that is named for a request beyond the circumstances, any other for one at all. */
export function only(rule: OnlyRule, world: World): RuleAnswer {
  const scope = scopeIn(world, rule, "served");
  const failures = world.policies.policies.flatMap((member) => {
    const isNamed = rule.groups.includes(member.group);
    const found = requestOf(
      [member],
      scope,
      world,
      (isInside, isAllowed) => isAllowed && !(isNamed && isInside),
    );
    return failureOf([member], found);
  });
  return { failures };
}

/** Asks each of the groups for a request that it refuses, alone and then with each group that denies some. */
export function always(rule: AlwaysRule, world: World): RuleAnswer {
  const scope = scopeIn(world, rule, "plain");
  const refused = (members: Members) =>
    failureOf(
      members,
      requestOf(members, scope, world, (isInside, isAllowed) => isInside && !isAllowed),
    );
  const denying = world.policies.policies.filter((other) => deniesSome(other, scope, world));
  const failures = selected(rule.groups, world).flatMap((member) => {
    const alone = refused([member]);
    if (alone.length > 0) return alone;
    return denying.flatMap((other) => (other === member ? [] : refused([member, other])));
  });
  return { failures };
}

function deniesSome(other: GroupDocument, scope: RequestScope, { policies }: World): boolean {
  const found = findInScope(
    scope,
    (binding) => {
      const denials = policies.denials(other, "all", binding);
      return denials && [denials];
    },
    ({ isInside, allowed: [isDenied = false] }) => isInside && isDenied,
  );
  return found !== undefined;
}

function selected(selection: GroupSelection = "any", { policies }: World): readonly GroupDocument[] {
  if (selection === "any") return policies.policies;
  if ("except" in selection)
    return policies.policies.filter(({ group }) => !selection.except.includes(group));
  return policies.policies.filter(({ group }) => selection.includes(group));
}

function requestOf(
  members: Members,
  scope: RequestScope,
  { policies }: World,
  wanted: (isInside: boolean, isAllowed: boolean) => boolean,
): FoundRequest | undefined {
  return findInScope(
    scope,
    (binding) => [policies.access(members, binding)],
    ({ isInside, allowed: [isAllowed = false] }) => wanted(isInside, isAllowed),
  );
}

function failureOf(members: Members, found: FoundRequest | undefined): GuardrailFailure[] {
  if (!found) return [];
  return [{ groups: groupsOf(members), requests: [decideRequest(members, found)] }];
}

export function groupsOf([first, ...others]: Members): GuardrailFailure["groups"] {
  return [first.group, ...others.map(({ group }) => group)];
}
