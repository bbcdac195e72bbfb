/** Policies that say something else than their module: each is one that tests and guardrails should notice. */
import type { UncheckedGroupPolicy, UncheckedStatement } from "@lychgate/policy";
import { type ConditionChange, droppedConditions, negatedConditions } from "./mutant-condition.ts";
import { droppedTargets, type TargetChange, widenedPaths, widenedVerbs } from "./mutant-target.ts";

export const MUTANT_KINDS = [
  "statement dropped",
  "effect flipped",
  "route dropped",
  "path widened",
  "verb widened",
  "condition dropped",
  "condition negated",
] as const;

export type MutantKind = (typeof MUTANT_KINDS)[number];

/** A policy that differs from the one in force by one change to one statement. */
export interface Mutant {
  group: string;
  sid: string;
  kind: MutantKind;
  /** What became of the part that was changed: `GET /petstore/v1/pets → ANY /petstore/v1/pets`. */
  detail: string;
  policy: UncheckedGroupPolicy;
}

/** A statement as it was changed; without one, it was dropped. */
interface ChangedStatement {
  statement?: UncheckedStatement;
  detail: string;
}

type Mutation = (statement: UncheckedStatement) => readonly ChangedStatement[];

const MUTATIONS: Record<MutantKind, Mutation> = {
  "statement dropped": () => [{ detail: "" }],
  "effect flipped": (statement) => [flipped(statement)],
  "route dropped": (statement) => droppedTargets(statement).map((change) => withTargets(statement, change)),
  "path widened": (statement) => widenedPaths(statement).map((change) => withTargets(statement, change)),
  "verb widened": (statement) => widenedVerbs(statement).map((change) => withTargets(statement, change)),
  "condition dropped": (statement) =>
    droppedConditions(statement.condition).map((change) => withCondition(statement, change)),
  "condition negated": (statement) =>
    negatedConditions(statement.condition).map((change) => withCondition(statement, change)),
};

/** Every mutant of a policy, statement by statement. */
export function mutantsOf(policy: UncheckedGroupPolicy): Mutant[] {
  return policy.statements.flatMap((statement, index) =>
    MUTANT_KINDS.flatMap((kind) =>
      MUTATIONS[kind](statement).map(({ statement: changed, detail }): Mutant => {
        const statements = policy.statements.toSpliced(index, 1, ...(changed ? [changed] : []));
        return { group: policy.group, sid: statement.sid, kind, detail, policy: { ...policy, statements } };
      }),
    ),
  );
}

function flipped(statement: UncheckedStatement): ChangedStatement {
  const effect = statement.effect === "Allow" ? "Deny" : "Allow";
  return { statement: { ...statement, effect }, detail: `${statement.effect} → ${effect}` };
}

function withTargets(statement: UncheckedStatement, { targets, detail }: TargetChange): ChangedStatement {
  const changed = statement.routes ? { routes: targets } : { resources: targets };
  return { statement: { ...statement, ...changed }, detail };
}

function withCondition(
  { condition: _, ...statement }: UncheckedStatement,
  { condition, detail }: ConditionChange,
): ChangedStatement {
  return { statement: condition ? { ...statement, condition } : statement, detail };
}
