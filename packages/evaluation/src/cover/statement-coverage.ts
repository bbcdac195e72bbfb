import type { CompiledPolicy, Contract, Effect, UncheckedGroupPolicy } from "@lychgate/policy";
import { decidingStatements, type Expectation } from "./expectation.ts";

/** A group's policy as its module says it and as it was compiled. */
export interface CoveredPolicy {
  source: UncheckedGroupPolicy;
  compiled: Pick<CompiledPolicy, "group" | "document">;
}

/** A statement of a module, and whether a policy test puts it to use. */
export interface CoveredStatement {
  group: string;
  sid: string;
  effect: Effect;
  exercised: boolean;
}

/** Holds what the tests asked against the statements of the modules, in their order. */
export function coverStatements(
  policies: readonly CoveredPolicy[],
  expectations: readonly Expectation[],
  contract: Contract,
): CoveredStatement[] {
  const documents = new Map(policies.map(({ compiled }) => [compiled.group, compiled.document]));
  const exercised = new Set(
    expectations.flatMap((expectation) =>
      decidingStatements(expectation, documents, contract).map(({ group, sid }) => keyOf(group, sid)),
    ),
  );
  return policies.flatMap(({ source: { group, statements } }) =>
    statements.map(({ sid, effect }) => ({
      group,
      sid,
      effect,
      exercised: exercised.has(keyOf(group, sid)),
    })),
  );
}

function keyOf(group: string, sid: string): string {
  return JSON.stringify([group, sid]);
}
