import { createServer } from "node:http";
import type { Clock } from "./serve-clock.ts";
import { type IdentityOptions, readIdentities, serveSts } from "./serve-identities.ts";
import { loadFunctions, type RestOptions, refuseRestOptions, serveUntilAsked } from "./serve-running.ts";

export interface WebSocketOptions extends IdentityOptions, RestOptions {
  readonly port: number;
  readonly stage: string;
  readonly handler: ReadonlyMap<string, string>;
  readonly stageVariable: ReadonlyMap<string, string>;
  readonly clock?: Clock;
}

/** Serves a WebSocket API until the process is told to end. */
export async function serveWebSocket(document: unknown, options: WebSocketOptions): Promise<void> {
  refuseRestOptions(options, "a WebSocket API", { users: "--users", usersPort: "--users-port" });
  const { createRequestListener, createWebSocketGateway, readWebSocketDefinition } = await import(
    "@lychgate/gateway"
  );
  const definition = readWebSocketDefinition(document, {
    stage: options.stage,
    stageVariables: Object.fromEntries(options.stageVariable),
  });
  const clock = options.clock ?? Date.now;
  const iam = await readIdentities(options, clock);
  const gateway = createWebSocketGateway(definition, {
    functions: await loadFunctions(options.handler),
    clock,
    ...(iam && { iam }),
    onDecision: (entry) => console.log(JSON.stringify(entry)),
  });
  const network = { sourceIp: options.sourceIp };
  const server = createServer(createRequestListener(gateway, network));
  server.on("upgrade", gateway.upgradeListener(network));
  await serveUntilAsked({
    server,
    port: options.port,
    sts: await serveSts(iam, {}, definition.region, options, clock),
    urlAt: (endpoint) => `${endpoint.replace("http:", "ws:")}/${options.stage}`,
    close: gateway.close,
  });
}
