import { createServer } from "node:http";
import type { LambdaFunction } from "@lychgate/gateway";
import { CliError } from "../errors.ts";
import { loadFunction } from "../function-module.ts";
import { listenOnLoopback } from "../loopback.ts";
import { untilAsked } from "../until-asked.ts";
import type { Clock } from "./serve-clock.ts";
import { type IdentityOptions, readIdentities, serveSts } from "./serve-identities.ts";

export interface WebSocketOptions extends IdentityOptions {
  readonly port: number;
  readonly stage: string;
  readonly handler: ReadonlyMap<string, string>;
  readonly stageVariable: ReadonlyMap<string, string>;
  readonly clock?: Clock;
  /** What REST APIs alone have. */
  readonly canary?: string;
  readonly plans?: string;
  readonly userPool: readonly string[];
  readonly vpcEndpoint?: unknown;
  readonly executionLog?: string;
}

/** Serves a WebSocket API until the process is told to end. */
export async function serveWebSocket(document: unknown, options: WebSocketOptions): Promise<void> {
  refuseOptions(options);
  const { createRequestListener, createWebSocketGateway, readWebSocketDefinition } = await import(
    "@lychgate/gateway"
  );
  const definition = readWebSocketDefinition(document, {
    stage: options.stage,
    stageVariables: Object.fromEntries(options.stageVariable),
  });
  const functions = new Map<string, LambdaFunction>();
  for (const [name, module] of options.handler) functions.set(name, await loadFunction(module));
  const clock = options.clock ?? Date.now;
  const iam = await readIdentities(options, clock);
  const gateway = createWebSocketGateway(definition, {
    functions,
    clock,
    ...(iam && { iam }),
    onDecision: (entry) => console.log(JSON.stringify(entry)),
  });
  const network = { sourceIp: options.sourceIp };
  const server = createServer(createRequestListener(gateway, network));
  server.on("upgrade", gateway.upgradeListener(network));
  const sts = await serveSts(iam, {}, definition.region, options, clock);
  const { endpoint, close } = await listenOnLoopback(server, options.port).catch(async (error) => {
    await sts?.close();
    throw error;
  });
  console.log(`${endpoint.replace("http:", "ws:")}/${options.stage}`);
  if (sts) console.log(`STS ${sts.endpoint}`);
  await untilAsked();
  await Promise.all([gateway.close(), close(), sts?.close()]);
}

const OF_REST_APIS = {
  canary: "--canary",
  plans: "--plans",
  vpcEndpoint: "--vpc-endpoint",
  executionLog: "--execution-log",
} as const satisfies Partial<Record<keyof WebSocketOptions, string>>;

/** An option that is passed over is a rule that nobody enforces. */
function refuseOptions(options: WebSocketOptions): void {
  const given = Object.entries(OF_REST_APIS).filter(([name]) => Object.hasOwn(options, name));
  const names = [
    ...given.map(([, option]) => option),
    ...(options.userPool.length > 0 ? ["--user-pool"] : []),
  ];
  if (names.length > 0) throw new CliError("Usage", `a WebSocket API is served without ${names.join(", ")}`);
}
