import type { Contract, Operation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { isScoped, names, parseRoute, patternsOf, type Route, suggestionFor } from "./route.ts";

/** Operations, and the part of their requests that a route names. */
export interface RouteReach {
  operations: readonly Operation[];
  /** `VERB/path` with placeholders for claims and both spellings of a path; missing where it is every request. */
  patterns?: readonly string[];
}

/**
 * The operations that a route names, in the contract's order.
 * @throws PolicyError `InvalidPolicy` when the text is no route, no API has it, or a claim scopes it
 */
export function namedOperations(text: string, contract: Contract): [Operation, ...Operation[]] {
  const route = parseRoute(text);
  if (isScoped(route)) {
    throw new PolicyError("InvalidPolicy", `expected a route without a claim here, got \`${text}\``);
  }
  return operationsOf(route, contract);
}

/**
 * The requests that a route names, which may be scoped by a claim.
 * @throws PolicyError `InvalidPolicy` when the text is no route, or no API has it
 */
export function reachOfRoute(text: string, contract: Contract): RouteReach {
  const route = parseRoute(text);
  const operations = operationsOf(route, contract);
  return isScoped(route) ? { operations, patterns: patternsOf(route, true) } : { operations };
}

function operationsOf(route: Route, contract: Contract): [Operation, ...Operation[]] {
  const { text } = route;
  const [first, ...others] = contract.operations.filter((operation) => names(route, operation));
  if (first) return [first, ...others];
  const nearest = suggestionFor(route, contract);
  const hint = nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
  throw new PolicyError("InvalidPolicy", `no API has the route \`${text}\`${hint}`);
}
