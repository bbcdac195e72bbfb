import { type GroupVersions, groupChanges } from "./group-changes.ts";
import { pairChanges } from "./pair-changes.ts";
import type { DiffReport, PolicySet } from "./report.ts";
import { anyPathScope, routeScopes } from "./route-scope.ts";

export interface CompareOptions {
  /** Compare each group over every verb and path, whether an API serves it or not: changes name no route. */
  anyPath?: boolean;
}

/**
 * Says exactly what a change of the policies or of the contracts lets in and shuts out: for every group and
 * route and, where a Deny changed, for members of two groups. Each change has a request that proves it.
 *
 * @throws EvaluationError `Undecidable` or `TooLarge` for a policy that cannot be compared exactly
 */
export function comparePolicies(
  base: PolicySet,
  head: PolicySet,
  { anyPath = false }: CompareOptions = {},
): DiffReport {
  const groups = versionsIn(base, head);
  const scopes = routeScopes(base.contract, head.contract);
  const asked = anyPath ? [anyPathScope()] : scopes;
  const changes = groups.flatMap((versions) => groupChanges(versions, asked));
  const kept = scopes.find(({ presence }) => presence === "kept");
  const ofPairs = kept ? pairChanges(groups, kept) : [];
  const byGroup = Map.groupBy([...changes, ...ofPairs], ({ group }) => group);
  return { changes: groups.flatMap(({ group }) => byGroup.get(group) ?? []) };
}

/** Every group of both, by name. */
function versionsIn(base: PolicySet, head: PolicySet): GroupVersions[] {
  const [before, after] = [base, head].map(
    ({ policies }) => new Map(policies.map((policy) => [policy.group, policy])),
  );
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return names.map((group) => {
    const [was, is] = [before?.get(group), after?.get(group)];
    return { group, ...(was ? { base: was } : {}), ...(is ? { head: is } : {}) };
  });
}
