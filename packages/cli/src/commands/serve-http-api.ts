import { createServer } from "node:http";
import type { Clock } from "./serve-clock.ts";
import { type IdentityOptions, readIdentities, serveSts } from "./serve-identities.ts";
import { createJwtIssuers } from "./serve-jwt-issuers.ts";
import { loadFunctions, type RestOptions, refuseRestOptions, serveUntilAsked } from "./serve-running.ts";

export interface HttpApiOptions extends IdentityOptions, RestOptions {
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
  const { createHttpGateway, createRequestListener, readHttpApiDefinition } = await import(
    "@lychgate/gateway"
  );
  const definition = readHttpApiDefinition(document, {
    ...(stage !== undefined && { stage }),
    stageVariables: Object.fromEntries(options.stageVariable),
  });
  const clock = options.clock ?? Date.now;
  const iam = await readIdentities(options, clock);
  const gateway = createHttpGateway(definition, {
    functions: await loadFunctions(options.handler),
    clock,
    ...(iam && { iam }),
    issuers: await createJwtIssuers(options.jwtIssuer),
    onDecision: (entry) => console.log(JSON.stringify(entry)),
  });
  await serveUntilAsked({
    server: createServer(createRequestListener(gateway, { sourceIp: options.sourceIp })),
    port: options.port,
    sts: await serveSts(iam, {}, definition.region, options, clock),
    urlAt: (endpoint) => (definition.stage === "$default" ? endpoint : `${endpoint}/${definition.stage}`),
  });
}
