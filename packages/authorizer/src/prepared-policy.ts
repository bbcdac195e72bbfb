import { type PreparedPolicies, prepare } from "@lychgate/evaluation";
import type { BoundPolicy } from "./bound-policy.ts";

/** A statement that was read once. */
type Prepared = PreparedPolicies["statements"][number];

/** A policy that was read once, ready to be asked of many requests. */
export interface PreparedPolicy {
  all: PreparedPolicies;
  /** The condition keys that it asks for, in lower case. */
  keys: readonly string[];
  /** The same policy, less the conditions that ask for one of these keys. */
  without(keys: readonly string[]): PreparedPolicies;
  /** Whether a statement, by its place, asks for one of these keys. */
  asksFor(keys: readonly string[], statement: number): boolean;
}

/** A policy is bound once and remembered, so it is read once too; the two are forgotten together. */
const known = new WeakMap<BoundPolicy, PreparedPolicy>();

export function preparedPolicy(policy: BoundPolicy): PreparedPolicy {
  const remembered = known.get(policy);
  if (remembered) return remembered;
  const prepared = readPolicy(policy);
  known.set(policy, prepared);
  return prepared;
}

function readPolicy({ statements }: BoundPolicy): PreparedPolicy {
  const all = prepare([{ Version: "2012-10-17", Statement: [...statements] }]);
  const keysOf = all.statements.map(keysIn);
  const reduced = new Map<string, PreparedPolicies>();
  return {
    all,
    keys: [...new Set(keysOf.flat())],
    without(keys) {
      if (keys.length === 0) return all;
      const name = keys.join(" ");
      const policies = reduced.get(name) ?? withoutKeys(all, keys);
      reduced.set(name, policies);
      return policies;
    },
    asksFor: (keys, statement) => keysOf[statement]?.some((key) => keys.includes(key)) === true,
  };
}

function withoutKeys({ statements, denies, allows }: PreparedPolicies, keys: readonly string[]) {
  const isUnknown = (texts: readonly string[]) => texts.some((text) => keys.includes(text));
  const reduced = (statement: Prepared): Prepared => ({
    ...statement,
    resource: isUnknown(variablesIn(statement.resource.wanted))
      ? { ...statement.resource, matches: () => true }
      : statement.resource,
    conditions: statement.conditions.filter((condition) => !isUnknown(keysOfCondition(condition))),
  });
  return {
    statements: statements.map(reduced),
    denies: denies.map(reduced),
    allows: allows.map(reduced),
  };
}

function keysIn({ resource, conditions }: Prepared): string[] {
  return [...variablesIn(resource.wanted), ...conditions.flatMap(keysOfCondition)];
}

function keysOfCondition({ key, wanted }: Prepared["conditions"][number]): string[] {
  return [key.toLowerCase(), ...variablesIn(wanted)];
}

/** The names of `${aws:SourceIp}` and `${aws:SourceIp, 'default'}`; `${*}` is a star and no variable. */
function variablesIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/\$\{(?![*?$]\})([^},]*)/g)].map(([, name = ""]) => name.trim().toLowerCase()),
  );
}
