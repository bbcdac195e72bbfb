/** What a guardrail names that there is not: a typo must not leave it with nothing to say. */
import {
  type Contract,
  type Finding,
  type GroupSelection,
  type Guardrail,
  PolicyError,
  reachOfRoute,
  scopesOf,
} from "@lychgate/policy";

/** The groups and routes of a guardrail that do not exist. The paths begin at the guardrail. */
export function subjectFindings(
  guardrail: Guardrail,
  groups: ReadonlySet<string>,
  contract: Contract,
): Finding[] {
  const { never, only, always } = guardrail;
  return [
    ...selectionFindings(never?.groups, ["never", "groups"], groups),
    ...selectionFindings(only?.groups, ["only", "groups"], groups),
    ...selectionFindings(always?.groups, ["always", "groups"], groups),
    ...scopesOf(guardrail).flatMap(({ path, scope }) =>
      scope.routes.flatMap((route, index) => routeFindings(route, [...path, "routes", index], contract)),
    ),
  ];
}

function selectionFindings(
  selection: GroupSelection | undefined,
  path: Finding["path"],
  groups: ReadonlySet<string>,
): Finding[] {
  if (selection === undefined || selection === "any") return [];
  if ("except" in selection) return selectionFindings(selection.except, [...path, "except"], groups);
  return selection.flatMap((name, index) =>
    groups.has(name) ? [] : [{ path: [...path, index], message: `no group \`${name}\` has a policy` }],
  );
}

function routeFindings(route: string, path: Finding["path"], contract: Contract): Finding[] {
  try {
    reachOfRoute(route, contract);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [{ path, message: error.message }];
  }
}
