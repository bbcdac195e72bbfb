import { createServer } from "node:http";
import type { JwtAuthorizer } from "@lychgate/gateway";
import type { Clock } from "./serve-clock.ts";
import { type IdentityOptions, readIdentities, serveSts } from "./serve-identities.ts";
import { createJwtIssuers } from "./serve-jwt-issuers.ts";
import { loadFunctions, type RestOptions, refuseRestOptions, serveUntilAsked } from "./serve-running.ts";
import { serveUsers, type UsersOptions } from "./serve-users.ts";

export interface HttpApiOptions extends IdentityOptions, RestOptions, UsersOptions {
  readonly port: number;
  readonly handler: ReadonlyMap<string, string>;
  readonly stageVariable: ReadonlyMap<string, string>;
  readonly jwtIssuer: readonly string[];
  readonly clock?: Clock;
}

/**
 * Serves an HTTP API until the process is told to end.
 * @param stage `$default` unless given
 */
export async function serveHttpApi(
  document: unknown,
  stage: string | undefined,
  options: HttpApiOptions,
): Promise<void> {
  refuseRestOptions(options, "an HTTP API");
  const { createHttpGateway, createRequestListener, namedJwtAuthorizers, readHttpApiDefinition } =
    await import("@lychgate/gateway");
  const definition = readHttpApiDefinition(document, {
    ...(stage !== undefined && { stage }),
    stageVariables: Object.fromEntries(options.stageVariable),
  });
  const clock = options.clock ?? Date.now;
  const iam = await readIdentities(options, clock);
  const functions = await loadFunctions(options.handler);
  const pools = { named: userPoolsOf(namedJwtAuthorizers(definition)), given: options.jwtIssuer };
  const users = await serveUsers(options, { ...pools, option: "--jwt-issuer" }, clock);
  try {
    const gateway = createHttpGateway(definition, {
      functions,
      clock,
      ...(iam && { iam }),
      issuers: await createJwtIssuers([...options.jwtIssuer, ...(users ? [users.keys] : [])]),
      onDecision: (entry) => console.log(JSON.stringify(entry)),
    });
    await serveUntilAsked({
      server: createServer(createRequestListener(gateway, { sourceIp: options.sourceIp })),
      port: options.port,
      sts: await serveSts(iam, {}, definition.region, options, clock),
      users,
      urlAt: (endpoint) => (definition.stage === "$default" ? endpoint : `${endpoint}/${definition.stage}`),
    });
  } finally {
    // What listens keeps the process alive.
    await users?.close();
  }
}

const USER_POOL_ISSUER = /^https:\/\/cognito-idp\.([a-z0-9-]+)\.amazonaws\.com\/\1_[A-Za-z0-9]+$/;

/** An audience of a user pool's tokens is an app client of the pool. */
function userPoolsOf(authorizers: readonly JwtAuthorizer[]): Map<string, string[]> {
  const pools = new Map<string, string[]>();
  for (const { issuer, audience } of authorizers) {
    if (USER_POOL_ISSUER.test(issuer))
      pools.set(issuer, [...new Set([...(pools.get(issuer) ?? []), ...audience])]);
  }
  return pools;
}
