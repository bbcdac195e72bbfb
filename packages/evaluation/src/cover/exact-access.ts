import {
  type Binding,
  type CanonicalDocument,
  type Contract,
  namedOperations,
  type Operation,
} from "@lychgate/policy";
import { type Access, bindingsOf, contractSpace, findRequest, type Witness } from "../proof/index.ts";
import { boundAccess, type Condition, conditionAccess } from "./bound-access.ts";
import { contractRequests } from "./contract-requests.ts";

/** Routes, as modules write them, and the circumstances in which these and no others are open. */
export interface ExactAccess {
  routes: readonly string[];
  /** Every circumstance unless given. */
  when?: Condition;
}

/** A request that is let in although no route names it, or that is not although one does. */
export interface Surprise {
  kind: "extra" | "missing";
  witness: Witness;
}

/** What is compared, at one API and stage. */
interface Meant {
  access: Access;
  circumstances: Access;
  contract: Contract;
  binding: Binding;
}

/**
 * Finds a request about which the groups of a user and a list of routes disagree; `undefined` proves that the
 * groups may make every plain request to these routes, and none to any other.
 *
 * @throws PolicyError `InvalidPolicy` for a route that no API has
 * @throws EvaluationError `Undecidable`, `TooLarge`
 */
export function findSurprise(
  documents: readonly CanonicalDocument[],
  { routes, when }: ExactAccess,
  contract: Contract,
): Surprise | undefined {
  const named = new Set(routes.flatMap((route) => namedOperations(route, contract)));
  const circumstances = conditionAccess(when);
  for (const binding of bindingsOf(documents)) {
    const access = boundAccess(documents, binding);
    const others = contractSpace(contract, binding, (operation) => !named.has(operation));
    const extra = findRequest(others, [access, circumstances], (allowed) => !allowed.includes(false));
    if (extra) return { kind: "extra", witness: extra };
    for (const operation of named) {
      const missing = findMissing(operation, { access, circumstances, contract, binding });
      if (missing) return { kind: "missing", witness: missing };
    }
  }
  return undefined;
}

function findMissing(
  operation: Operation,
  { access, circumstances, contract, binding }: Meant,
): Witness | undefined {
  const { space, plain } = contractRequests(contract, binding).of(operation);
  return findRequest(
    space,
    [access, circumstances, plain],
    ([isAllowed, isMeant, isPlain]) => isMeant === true && isPlain === true && isAllowed !== true,
  );
}
