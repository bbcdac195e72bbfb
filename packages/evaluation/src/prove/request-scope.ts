/** The requests that a guardrail speaks of: routes of the contract, in circumstances. */
import {
  type Binding,
  type CanonicalDocument,
  type Contract,
  canonicalize,
  HTTP_METHODS,
  INVOKE_ACTION,
  type Operation,
  type Scope,
  type Statement,
} from "@lychgate/policy";
import { namedRequests } from "../named-requests.ts";
import {
  type Access,
  accessOf,
  contractSpace,
  findRequest,
  type RequestSpace,
  type Witness,
} from "../proof/index.ts";

/** A scope at every API and stage that there is to look at. */
export type RequestScope = readonly BoundScope[];

interface BoundScope {
  binding: Binding;
  /** The requests of the routes; where a claim scopes one, those that are not the caller's own too. */
  space: RequestSpace;
  /** Allows what is in the circumstances; where a claim scopes the route, it is one of them. */
  circumstances: Access;
}

/** A request, and the API and stage that it is made to. */
export interface FoundRequest {
  witness: Witness;
  binding: Binding;
}

/**
 * Whether a literal path with a trailing slash is in the scope too. API Gateway routes it to the same
 * operation, so what nobody may reach includes it; an Allow does not cover it, so what somebody may always
 * do does not.
 */
export type Spelling = "plain" | "served";

export function requestScope(
  { routes, when }: Scope,
  spelling: Spelling,
  contract: Contract,
  bindings: readonly Binding[],
): RequestScope {
  const { whole, scoped } = namedRequests(routes, contract);
  return bindings.flatMap((binding) => {
    const scopeOf = (named: ReadonlySet<Operation>, resources: readonly string[]): BoundScope => ({
      binding,
      space: contractSpace(contract, binding, (operation) => named.has(operation)),
      circumstances: accessOf([circumstancesDocument(when, spelling, binding, resources)]),
    });
    const ofClaims = [...scoped].map(([operation, patterns]) =>
      scopeOf(
        new Set([operation]),
        patterns.map((pattern) => binding.prefix + pattern),
      ),
    );
    return whole.size === 0 ? ofClaims : [scopeOf(whole, ["*"]), ...ofClaims];
  });
}

function circumstancesDocument(
  when: Scope["when"],
  spelling: Spelling,
  { prefix }: Binding,
  resources: readonly string[],
): CanonicalDocument {
  const described: Statement = { Effect: "Allow", Action: INVOKE_ACTION, Resource: [...resources] };
  const slashed = HTTP_METHODS.map((method) => `${prefix}${method}/?*/`);
  return canonicalize({
    Version: "2012-10-17",
    Statement: [
      when === undefined ? described : { ...described, Condition: when },
      ...(spelling === "plain"
        ? [{ Effect: "Deny", Action: INVOKE_ACTION, Resource: slashed } as const]
        : []),
    ],
  });
}

/** What is known of a request of a scope's routes. */
export interface Membership {
  /** Whether it is in the circumstances. */
  isInside: boolean;
  /** Which of the accesses allow it. */
  allowed: readonly boolean[];
}

/**
 * A request of a scope's routes; `undefined` proves that there is none.
 * @param accessesAt what to ask about at an API and stage; `undefined` to leave it out
 */
export function findInScope(
  scope: RequestScope,
  accessesAt: (binding: Binding) => readonly Access[] | undefined,
  wanted: (membership: Membership) => boolean,
): FoundRequest | undefined {
  for (const { binding, space, circumstances } of scope) {
    const accesses = accessesAt(binding);
    if (!accesses) continue;
    const witness = findRequest(space, [circumstances, ...accesses], ([isInside = false, ...allowed]) =>
      wanted({ isInside, allowed }),
    );
    if (witness) return { witness, binding };
  }
  return undefined;
}
