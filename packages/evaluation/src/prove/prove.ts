import { type Contract, type Finding, type Guardrail, PolicyError, scopesOf } from "@lychgate/policy";
import { EvaluationError } from "../errors.ts";
import { type GroupDocument, policySetOf } from "./policy-set.ts";
import type { GuardrailProof, Outcome, ProofReport } from "./report.ts";
import { findInScope } from "./request-scope.ts";
import { always, never, only, type RuleAnswer, scopeIn, type World } from "./rules.ts";
import { separate } from "./separate.ts";
import { subjectFindings } from "./subject-findings.ts";

/**
 * Proves guardrails of every request that the contract's routes serve and every set of groups, though it asks
 * about few sets.
 *
 * A user may do what one of the groups allows and none denies. Guards, the compiler's own Deny statements, are
 * the exception: one gives way where another group allows all of what it covers, unconditionally and without a
 * guard of its own there. So if a set of groups allows a request, one of its groups allows it alone. For take a
 * group with an Allow for it. Either it allows the request alone, or a Deny of its own matches, which can only
 * be a guard that gave way; then the group that it gave way to has an Allow for the request and no guard against
 * it, and no author's Deny of the set matches it.
 *
 * - `never` and `only` therefore ask each group alone.
 * - `always` asks each group alone, then with each other group that has a Deny there. What a larger set denies,
 *   one Deny of one of its groups denies; that Deny stands in the pair too, for fewer groups let a guard give
 *   way. So pairs suffice.
 * - `separate` asks pairs: one group reaches the one side alone, one the other, or the same both. A pair is
 *   safe when the authors' Deny statements of the one, and its guards that give way to no group at all, shut the
 *   other out. A pair that is not is shown to reach both sides, alone or with a third group; where neither is
 *   found, the guardrail counts as not proved.
 *
 * A set of one group and of the same group twice is the same.
 *
 * @throws EvaluationError `InvalidDocument`
 */
export function prove(
  guardrails: readonly Guardrail[],
  policies: readonly GroupDocument[],
  contract: Contract,
): ProofReport {
  const groups = policies.map(({ group }) => group);
  const world: World = { policies: policySetOf(policies), contract };
  const proofs = guardrails.map(
    (guardrail): GuardrailProof => ({ guardrail, ...outcomeOf(guardrail, new Set(groups), world) }),
  );
  return { groups, proofs };
}

function outcomeOf(guardrail: Guardrail, groups: ReadonlySet<string>, world: World): Outcome {
  const unknown = subjectFindings(guardrail, groups, world.contract);
  if (hasItems(unknown)) return { outcome: "invalid", findings: unknown };
  try {
    const empty = emptyScopes(guardrail, world);
    if (hasItems(empty)) return { outcome: "invalid", findings: empty };
    const { failures, undecided } = answerOf(guardrail, world);
    if (hasItems(failures)) return { outcome: "failed", failures };
    return undecided === undefined ? { outcome: "proved" } : { outcome: "undecided", why: undecided };
  } catch (error) {
    if (isUndecidable(error)) return { outcome: "undecided", why: error.message };
    throw error;
  }
}

function answerOf(guardrail: Guardrail, world: World): RuleAnswer {
  if (guardrail.never) return never(guardrail.never, world);
  if (guardrail.only) return only(guardrail.only, world);
  if (guardrail.always) return always(guardrail.always, world);
  return separate(guardrail.separate, world);
}

/** A guardrail about no request at all would always hold. */
function emptyScopes(guardrail: Guardrail, world: World): Finding[] {
  const spelling = guardrail.always ? "plain" : "served";
  return scopesOf(guardrail).flatMap(({ path, scope }): Finding[] => {
    const some = findInScope(
      scopeIn(world, scope, spelling),
      () => [],
      ({ isInside }) => isInside,
    );
    if (some) return [];
    const message = "there is no request to these routes in these circumstances, so it says nothing";
    return [{ path: [...path, scope.when ? "when" : "routes"], message }];
  });
}

function hasItems<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}

function isUndecidable(error: unknown): error is Error {
  if (error instanceof EvaluationError) return error.code === "Undecidable" || error.code === "TooLarge";
  return error instanceof PolicyError && error.code === "TooLarge";
}
