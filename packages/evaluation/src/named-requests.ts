import { type Contract, type Operation, reachOfRoute } from "@lychgate/policy";

/** The operations that routes name, as modules write them. */
export interface NamedRequests {
  whole: ReadonlySet<Operation>;
  /** Operations that are named by claims alone, and the patterns that do, as `VERB/path`. */
  scoped: ReadonlyMap<Operation, readonly string[]>;
}

/** @throws PolicyError `InvalidPolicy` for what is no route, or a route that no API has */
export function namedRequests(routes: readonly string[], contract: Contract): NamedRequests {
  const reaches = routes.map((route) => reachOfRoute(route, contract));
  const whole = new Set(reaches.flatMap(({ operations, patterns }) => (patterns ? [] : operations)));
  const scoped = new Map<Operation, readonly string[]>();
  for (const { operations, patterns = [] } of reaches) {
    for (const operation of operations) {
      if (!whole.has(operation)) scoped.set(operation, [...(scoped.get(operation) ?? []), ...patterns]);
    }
  }
  return { whole, scoped };
}
