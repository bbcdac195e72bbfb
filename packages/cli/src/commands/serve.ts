import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { VpcEndpoint } from "@lychgate/gateway";
import { Command, InvalidArgumentError, Option } from "commander";
import { parse as parseYaml } from "yaml";
import { CliError } from "../errors.ts";
import { type Clock, readClock } from "./serve-clock.ts";
import { openExecutionLogFile } from "./serve-execution-log.ts";
import { serveHttpApi } from "./serve-http-api.ts";
import { type IdentityOptions, readIdentities, serveSts } from "./serve-identities.ts";
import { loadFunctions, serveUntilAsked } from "./serve-running.ts";
import { createUserPools } from "./serve-user-pools.ts";
import { serveUsers, type UsersOptions } from "./serve-users.ts";
import { readVpcEndpoint } from "./serve-vpc-endpoint.ts";
import { serveWebSocket } from "./serve-web-socket.ts";

interface ServeOptions extends IdentityOptions, UsersOptions {
  port: number;
  stage: string;
  handler: ReadonlyMap<string, string>;
  stageVariable: ReadonlyMap<string, string>;
  canary?: string;
  canaryPercent: number;
  plans?: string;
  userPool: readonly string[];
  api: "rest" | "http";
  jwtIssuer: readonly string[];
  vpcEndpoint?: VpcEndpoint;
  clock?: Clock;
  executionLog?: string;
}

const HELP = `
A function that the contract names as \${petstore_arn} or …:function:petstore is given as --handler petstore=….
What the gateway cannot honour is named, and it does not start. In a plans file, the API is abcdef1234.

Example:
  lychgate serve openapi.yaml --handler petstore=./petstore.mjs --handler authorizer=./authorizer.mjs
  lychgate serve openapi.yaml --api http --handler petstore=./petstore.mjs --jwt-issuer https://idp.example.com
  lychgate serve openapi.yaml --handler petstore=./petstore.mjs --users users.json`;

export function serveCommand(): Command {
  return new Command("serve")
    .description("run a contract on a local API Gateway")
    .argument("<openapi>", "an OpenAPI document with API Gateway's extensions, or a WebSocket API")
    .option("--port <number>", "the port on 127.0.0.1; 0 for any that is free", parsePort, 4010)
    .addOption(
      new Option("--api <type>", "what the document is of").choices(["rest", "http"]).default("rest"),
    )
    .option("--stage <name>", "the stage; of an HTTP API, $default unless given", "dev")
    .option("--source-ip <address>", "the source address of every caller", "127.0.0.1")
    .option("--handler <name=module>", "a Lambda function; may be given again", collectHandler, new Map())
    .option(
      "--stage-variable <name=value>",
      "a stage variable; may be given again",
      collectVariable,
      new Map(),
    )
    .option("--canary <openapi>", "another document on the same stage, for a share of the requests")
    .option("--canary-percent <number>", "that share, from 0 to 100", Number, 10)
    .option("--plans <file>", "API keys, usage plans and throttles, in YAML or JSON")
    .option(
      "--iam <file>",
      "users, groups and roles who may sign requests, in JSON; may be given again",
      collectText,
      [],
    )
    .option("--sts-port <number>", "a port on which roles are assumed; 0 for any that is free", parsePort)
    .option(
      "--user-pool <arn=jwks-uri>",
      "a Cognito user pool, and where its keys are if not at Cognito; may be given again",
      collectText,
      [],
    )
    .option("--users <file>", "serve the contract's Cognito user pool, with the users of a file, in JSON")
    .option("--users-port <number>", "the port on which they sign in; 0 for any that is free", parsePort)
    .option(
      "--jwt-issuer <issuer=jwks-uri>",
      "an issuer of an HTTP API's tokens, and where its keys are if not at .well-known/jwks.json; may be given again",
      collectText,
      [],
    )
    .option(
      "--vpc-endpoint <vpc-id/vpce-id>",
      "serve a private API to callers who come through this endpoint",
      readVpcEndpoint,
    )
    .option(
      "--clock <date>",
      "what time it is for the gateway when it starts, such as 2026-11-21T12:00:00Z",
      readClock,
    )
    .option("--execution-log <file>", "add how each request went to a file; - for standard output")
    .addHelpText("after", HELP)
    .action(serve);
}

async function serve(file: string, options: ServeOptions, command: Command): Promise<void> {
  if (options.api === "http") {
    const isStageGiven = command.getOptionValueSource("stage") !== "default";
    return serveHttpApi(readYaml(file), isStageGiven ? options.stage : undefined, options);
  }
  if (options.jwtIssuer.length > 0)
    throw new CliError("Usage", "--jwt-issuer needs --api http: no other API has JWT authorizers");
  // The gateway takes long to load, and only who serves needs it.
  const {
    createGateway,
    createRequestListener,
    isWebSocketDefinition,
    namedUserPools,
    readCanary,
    readDefinition,
    readPlans,
    usageWarnings,
  } = await import("@lychgate/gateway");
  const document = readYaml(file);
  if (isWebSocketDefinition(document)) return serveWebSocket(document, options);
  const settings = {
    stage: options.stage,
    stageVariables: Object.fromEntries(options.stageVariable),
    ...(options.vpcEndpoint && { endpointType: "PRIVATE" as const }),
  };
  const definition = readDefinition(document, settings);
  const percentTraffic = options.canaryPercent;
  const canary = options.canary && readCanary(readYaml(options.canary), { percentTraffic }, settings);
  const usagePlans = readPlans(options.plans === undefined ? {} : readYaml(options.plans));
  for (const warning of usageWarnings(definition, usagePlans)) console.error(`lychgate: ${warning}`);
  const clock = options.clock ?? Date.now;
  const iam = await readIdentities(options, clock);
  const functions = await loadFunctions(options.handler);
  const arns = [definition, ...(canary ? [canary.definition] : [])].flatMap(namedUserPools);
  const pools = { named: new Map(arns.map((arn) => [arn, []])), given: options.userPool };
  const users = await serveUsers(options, { ...pools, option: "--user-pool" }, clock);
  try {
    const userPools = await createUserPools([...options.userPool, ...(users ? [users.keys] : [])], clock);
    const executionLog =
      options.executionLog === undefined ? undefined : openExecutionLogFile(options.executionLog);
    const gateway = createGateway(definition, {
      functions,
      clock,
      ...(iam && { iam }),
      userPools,
      usagePlans,
      ...(canary && { canary }),
      ...(executionLog && { executionLog: executionLog.write }),
      onDecision: (entry) => console.log(JSON.stringify(entry)),
    });
    const { sourceIp, vpcEndpoint } = options;
    const network = { sourceIp, ...(vpcEndpoint && { vpcEndpoint }) };
    await serveUntilAsked({
      server: createServer(createRequestListener(gateway, network)),
      port: options.port,
      sts: await serveSts(iam, userPools, definition.region, options, clock),
      users,
      urlAt: (endpoint) => `${endpoint}/${options.stage}`,
    });
    executionLog?.close();
  } finally {
    // What listens keeps the process alive.
    await users?.close();
  }
}

function readYaml(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
    throw new CliError("Usage", `${file} cannot be read: ${why}`, { cause });
  }
}

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("expected a number from 0 to 65535");
  return port;
}

function collectVariable(text: string, variables: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected <name>=<value>");
  return new Map(variables).set(text.slice(0, at), text.slice(at + 1));
}

function collectText(text: string, texts: readonly string[]): string[] {
  return [...texts, text];
}

function collectHandler(text: string, handlers: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("expected <function-name>=<module>");
  return new Map(handlers).set(text.slice(0, at), text.slice(at + 1));
}
