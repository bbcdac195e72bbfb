import type { Binding, CanonicalDocument, Contract, Operation } from "@lychgate/policy";
import { namedRequests } from "../named-requests.ts";
import { type Access, bindingsOf, contractSpace, findRequest, type Witness } from "../proof/index.ts";
import { boundAccess, type Condition, conditionAccess, resourceAccess } from "./bound-access.ts";
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
  const { whole, scoped } = namedRequests(routes, contract);
  const circumstances = conditionAccess(when);
  for (const binding of bindingsOf(documents)) {
    const access = boundAccess(documents, binding);
    const isNamed = (operation: Operation) => whole.has(operation) || scoped.has(operation);
    const others = contractSpace(contract, binding, (operation) => !isNamed(operation));
    const extra = findRequest(others, [access, circumstances], (allowed) => !allowed.includes(false));
    if (extra) return { kind: "extra", witness: extra };
    const meant: Meant = { access, circumstances, contract, binding };
    for (const [operation, patterns] of scoped) {
      const beyond = findBeyond(operation, patterns, meant);
      if (beyond) return { kind: "extra", witness: beyond };
    }
    for (const operation of new Set([...whole, ...scoped.keys()])) {
      const missing = findMissing(operation, scoped.get(operation) ?? ["*"], meant);
      if (missing) return { kind: "missing", witness: missing };
    }
  }
  return undefined;
}

/** A request that is let in although it is not the caller's own. */
function findBeyond(
  operation: Operation,
  patterns: readonly string[],
  { access, circumstances, contract, binding }: Meant,
): Witness | undefined {
  return findRequest(
    contractRequests(contract, binding).of(operation).space,
    [access, circumstances, resourceAccess(patterns, binding)],
    ([isAllowed, isMeant, isOwn]) => isAllowed === true && isMeant === true && isOwn !== true,
  );
}

function findMissing(
  operation: Operation,
  patterns: readonly string[],
  { access, circumstances, contract, binding }: Meant,
): Witness | undefined {
  const { space, plain } = contractRequests(contract, binding).of(operation);
  return findRequest(
    space,
    [access, circumstances, plain, resourceAccess(patterns, binding)],
    ([isAllowed, ...meant]) => !meant.includes(false) && isAllowed !== true,
  );
}
