/** Separation of duty, the rule that two requests break. */
import type { SeparateRule } from "@lychgate/policy";
import { decideRequest } from "./decided-request.ts";
import type { GroupDocument, Members } from "./policy-set.ts";
import type { GuardrailFailure } from "./report.ts";
import { type FoundRequest, findInScope, type RequestScope } from "./request-scope.ts";
import { groupsOf, type RuleAnswer, scopeIn, type World } from "./rules.ts";

interface Side {
  scope: RequestScope;
  /** The groups that reach it alone. */
  reaching: readonly GroupDocument[];
  /** The groups that deny all of it, in whatever company. */
  sealing: ReadonlySet<GroupDocument>;
}

/**
 * Asks each group alone for both sides, then each pair of which one reaches the left and the other the right.
 * A pair is safe when what lasts of the Deny statements of the one shuts the other out of its side. If not,
 * the pair has to be shown to reach both sides, if need be with a third group for which a guard gives way.
 */
export function separate({ between }: SeparateRule, world: World): RuleAnswer {
  const [left, right] = [sideOf(between[0], world), sideOf(between[1], world)];
  const onRight = new Set(right.reaching);
  const alone = new Set(left.reaching.filter((member) => onRight.has(member)));
  const seconds = right.reaching.filter((member) => !alone.has(member));
  const answers = left.reaching
    .filter((member) => !alone.has(member))
    .map((first) => separateFrom(first, seconds, [left, right], world));
  const undecided = answers.find((answer) => answer.undecided !== undefined)?.undecided;
  const failures = [
    ...[...alone].flatMap((member) => reachingBoth([member], [left, right], world)),
    ...answers.flatMap((answer) => answer.failures),
  ];
  return { failures: smallest(failures), ...(undecided === undefined ? {} : { undecided }) };
}

/** Without those whose groups are more than another one's. */
function smallest(failures: readonly GuardrailFailure[]): GuardrailFailure[] {
  const pairs = new Set(failures.map(({ groups }) => [...groups].sort().join(" ")));
  const contained = ([first = "", second = "", third = ""]: readonly string[]) => [
    [first, third],
    [second, third],
  ];
  return failures.filter(
    ({ groups }) => groups.length < 3 || !contained(groups).some((pair) => pairs.has(pair.sort().join(" "))),
  );
}

function sideOf(scope: SeparateRule["between"][number], world: World): Side {
  const requests = scopeIn(world, scope, "served");
  const { policies } = world.policies;
  const reaching = policies.filter((member) => reached([member], requests, world) !== undefined);
  const sealing = new Set(policies.filter((member) => seals(member, requests, world)));
  return { scope: requests, reaching, sealing };
}

/** Looks for the first of the groups on the right with which a group on the left reaches both sides. */
function separateFrom(
  first: GroupDocument,
  seconds: readonly GroupDocument[],
  [left, right]: readonly [Side, Side],
  world: World,
): RuleAnswer {
  let undecided: string | undefined;
  for (const second of seconds) {
    if (left.sealing.has(second) || right.sealing.has(first)) continue;
    if (!withstands(first, left, second, world) || !withstands(second, right, first, world)) continue;
    const failures = counterexample(first, second, [left, right], world);
    if (failures.length > 0) return { failures };
    undecided ??= `no set of up to three groups with \`${first.group}\` and \`${second.group}\` was found to reach both, and a larger one is not ruled out`;
  }
  return { failures: [], ...(undecided === undefined ? {} : { undecided }) };
}

function counterexample(
  first: GroupDocument,
  second: GroupDocument,
  sides: readonly [Side, Side],
  world: World,
): GuardrailFailure[] {
  const pair = reachingBoth([first, second], sides, world);
  if (pair.length > 0) return pair;
  // A guard gives way only to a group that reaches what it covers.
  for (const third of new Set(sides.flatMap(({ reaching }) => reaching))) {
    if (third === first || third === second) continue;
    const three = reachingBoth([first, second, third], sides, world);
    if (three.length > 0) return three;
  }
  return [];
}

function reachingBoth(
  members: Members,
  [left, right]: readonly [Side, Side],
  world: World,
): GuardrailFailure[] {
  const onLeft = reached(members, left.scope, world);
  const onRight = onLeft && reached(members, right.scope, world);
  if (!onLeft || !onRight) return [];
  const requests = [decideRequest(members, onLeft), decideRequest(members, onRight)] as const;
  return [{ groups: groupsOf(members), requests }];
}

function reached(members: Members, scope: RequestScope, { policies }: World): FoundRequest | undefined {
  return findInScope(
    scope,
    (binding) => [policies.access(members, binding)],
    ({ isInside, allowed: [isAllowed = false] }) => isInside && isAllowed,
  );
}

/** Whether a group leaves nothing of a scope to any user who is a member of it. */
function seals(member: GroupDocument, scope: RequestScope, { policies }: World): boolean {
  if (policies.bindings.some((binding) => !policies.denials(member, "lasting", binding))) return false;
  const left = findInScope(
    scope,
    (binding) => [policies.denials(member, "lasting", binding)].filter((denials) => denials !== undefined),
    ({ isInside, allowed: [isDenied = false] }) => isInside && !isDenied,
  );
  return left === undefined;
}

/** Whether the Deny statements of another group leave a member something of a side. */
function withstands(
  member: GroupDocument,
  { scope }: Side,
  other: GroupDocument,
  { policies }: World,
): boolean {
  const found = findInScope(
    scope,
    (binding) => {
      const denials = policies.denials(other, "lasting", binding);
      return [policies.access([member], binding), ...(denials ? [denials] : [])];
    },
    ({ isInside, allowed: [isAllowed = false, isDenied = false] }) => isInside && isAllowed && !isDenied,
  );
  return found !== undefined;
}
