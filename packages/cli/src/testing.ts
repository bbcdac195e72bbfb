/**
 * Policy tests: what a group may do, held against the compiled policy of its module.
 *
 *     expect(group("pet-owner")).toAllow("GET /petstore/v1/pets", { sourceIp: "192.0.2.7" });
 *     expect(group("pet-owner")).toAllowExactly(["GET /petstore/v1/pets", "POST /petstore/v1/pets"]);
 */
import type { ClaimRoute } from "@lychgate/policy";
import { expect } from "vitest";
import { CliError } from "./errors.ts";
import { loadRepository, type Repository } from "./repository.ts";
import { expectExactly } from "./testing/exact-matcher.ts";
import type { Member } from "./testing/member.ts";
import type { RequestContext } from "./testing/request-context.ts";
import { expectRequest } from "./testing/request-matcher.ts";

export type { Member } from "./testing/member.ts";
export type { RequestContext } from "./testing/request-context.ts";

/**
 * What is known of the repository that the tests run in. `lychgate generate` adds `route` and `request` in
 * `routes.gen.ts`, so that a test of a route that the contract does not have does not compile.
 */
export interface Register {
  context: RequestContext;
}

/** A request as a test writes it: `GET /petstore/v1/pets/1`. */
export type KnownRequest = Register extends { request: infer R extends string } ? R : string;

/** A route as a module writes it: `GET /petstore/v1/pets/{petId}`, `ANY /petstore/v1/**`. */
export type KnownRoute = Register extends { route: infer R extends string } ? R : string;

const repositories = new Map<string, Repository>();

/**
 * A user who is in one group. The repository is read once for a test file.
 * @throws CliError `InvalidPolicies` for a group without a policy
 */
export function group(name: string): Member {
  return groups(name);
}

/**
 * A user who is in several groups: the policies are merged as the authorizer merges them.
 * @throws CliError `InvalidPolicies` for a group without a policy
 */
export function groups(...names: readonly [string, ...string[]]): Member {
  const folder = process.cwd();
  const repository = repositories.get(folder) ?? loadRepository(folder);
  repositories.set(folder, repository);
  const [first, ...others] = names.map((name) => {
    const policy = repository.policies.find(({ compiled }) => compiled.group === name);
    if (policy) return policy;
    throw new CliError("InvalidPolicies", `no policy for the group \`${name}\``);
  });
  if (first) return { repository, policies: [first, ...others] };
  throw new CliError("Usage", "expected the name of a group");
}

interface PolicyMatchers {
  /** The user may make the request: `GET /petstore/v1/pets/1`. */
  toAllow(request: KnownRequest, context?: RequestContext): void;
  /** The user may not make the request, whether a statement denies it or none allows it. No route needs to have it. */
  toDeny(request: string, context?: RequestContext): void;
  /**
   * The user may make every request to these routes and none to any other, whatever the circumstances, or
   * in those of the context. This is proved, not tried.
   */
  toAllowExactly(routes: readonly (KnownRoute | ClaimRoute<KnownRoute>)[], context?: RequestContext): void;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends PolicyMatchers {}
}

/** Outside of `.not` vitest leaves it undefined, whatever its type says. */
function isNot(state: { isNot?: boolean | undefined }): boolean {
  return state.isNot === true;
}

expect.extend({
  toAllow(received: Member, request: string, context?: RequestContext) {
    return expectRequest(received, request, context, { allowed: true, isNot: isNot(this) });
  },
  toDeny(received: Member, request: string, context?: RequestContext) {
    return expectRequest(received, request, context, { allowed: false, isNot: isNot(this) });
  },
  toAllowExactly(received: Member, routes: readonly string[], context?: RequestContext) {
    return expectExactly(received, routes, context, { isNot: isNot(this) });
  },
});
