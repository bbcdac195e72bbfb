import { createServer } from "node:http";
import type { LambdaFunction } from "@lychgate/gateway";
import { CliError } from "../errors.ts";
import { loadFunction } from "../function-module.ts";
import { listenOnLoopback } from "../loopback.ts";
import { untilAsked } from "../until-asked.ts";
import type { Clock } from "./serve-clock.ts";
import { type IdentityOptions, readIdentities, serveSts } from "./serve-identities.ts";
import { createJwtIssuers } from "./serve-jwt-issuers.ts";

export interface HttpApiOptions extends IdentityOptions {
  readonly port: number;
  readonly handler: ReadonlyMap<string, string>;
  readonly stageVariable: ReadonlyMap<string, string>;
  readonly jwtIssuer: readonly string[];
  readonly clock?: Clock;
  /** What HTTP APIs do not have. */
  readonly canary?: string;
  readonly plans?: string;
  readonly userPool: readonly string[];
  readonly vpcEndpoint?: unknown;
  readonly executionLog?: string;
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
  refuseOptions(options);
  const { createHttpGateway, createRequestListener, readHttpApiDefinition } = await import(
    "@lychgate/gateway"
  );
  const definition = readHttpApiDefinition(document, {
    ...(stage !== undefined && { stage }),
    stageVariables: Object.fromEntries(options.stageVariable),
  });
  const functions = new Map<string, LambdaFunction>();
  for (const [name, module] of options.handler) functions.set(name, await loadFunction(module));
  const clock = options.clock ?? Date.now;
  const iam = await readIdentities(options, clock);
  const gateway = createHttpGateway(definition, {
    functions,
    clock,
    ...(iam && { iam }),
    issuers: await createJwtIssuers(options.jwtIssuer),
    onDecision: (entry) => console.log(JSON.stringify(entry)),
  });
  const server = createServer(createRequestListener(gateway, { sourceIp: options.sourceIp }));
  const sts = await serveSts(iam, {}, definition.region, options, clock);
  const { endpoint, close } = await listenOnLoopback(server, options.port).catch(async (error) => {
    await sts?.close();
    throw error;
  });
  console.log(definition.stage === "$default" ? endpoint : `${endpoint}/${definition.stage}`);
  if (sts) console.log(`STS ${sts.endpoint}`);
  await untilAsked();
  await Promise.all([close(), sts?.close()]);
}

const OF_REST_APIS = {
  canary: "--canary",
  plans: "--plans",
  vpcEndpoint: "--vpc-endpoint",
  executionLog: "--execution-log",
} as const satisfies Partial<Record<keyof HttpApiOptions, string>>;

/** An option that is passed over is a rule that nobody enforces. */
function refuseOptions(options: HttpApiOptions): void {
  const given = Object.entries(OF_REST_APIS).filter(([name]) => Object.hasOwn(options, name));
  const names = [
    ...given.map(([, option]) => option),
    ...(options.userPool.length > 0 ? ["--user-pool"] : []),
  ];
  if (names.length > 0) throw new CliError("Usage", `an HTTP API is served without ${names.join(", ")}`);
}
