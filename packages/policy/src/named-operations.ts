import type { Contract, Operation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { names, parseRoute, suggestionFor } from "./route.ts";

/**
 * The operations that a route names, in the contract's order.
 * @throws PolicyError `InvalidPolicy` when the text is no route, or no API has it
 */
export function namedOperations(text: string, contract: Contract): [Operation, ...Operation[]] {
  const route = parseRoute(text);
  const [first, ...others] = contract.operations.filter((operation) => names(route, operation));
  if (first) return [first, ...others];
  const nearest = suggestionFor(route, contract);
  const hint = nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
  throw new PolicyError("InvalidPolicy", `no API has the route \`${text}\`${hint}`);
}
