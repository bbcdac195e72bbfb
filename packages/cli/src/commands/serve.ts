import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { LambdaFunction } from "@lychgate/gateway";
import { Command, InvalidArgumentError } from "commander";
import { parse as parseYaml } from "yaml";
import { CliError } from "../errors.ts";
import { loadFunction } from "../function-module.ts";
import { listenOnLoopback } from "../loopback.ts";

interface ServeOptions {
  port: number;
  stage: string;
  sourceIp: string;
  handler: ReadonlyMap<string, string>;
}

const HELP = `
A function that the contract names as \${petstore_arn} or …:function:petstore is given as --handler petstore=….
What the gateway cannot honour is named, and it does not start.

Example:
  lychgate serve openapi.yaml --handler petstore=./petstore.mjs --handler authorizer=./authorizer.mjs`;

export function serveCommand(): Command {
  return new Command("serve")
    .description("run a contract on a local API Gateway")
    .argument("<openapi>", "an OpenAPI document with API Gateway's extensions")
    .option("--port <number>", "the port on 127.0.0.1; 0 for any that is free", parsePort, 4010)
    .option("--stage <name>", "the stage", "dev")
    .option("--source-ip <address>", "the source address of every caller", "127.0.0.1")
    .option("--handler <name=module>", "a Lambda function; may be given again", collectHandler, new Map())
    .addHelpText("after", HELP)
    .action(serve);
}

async function serve(file: string, options: ServeOptions): Promise<void> {
  // The gateway takes long to load, and only who serves needs it.
  const { createGateway, createRequestListener, readDefinition } = await import("@lychgate/gateway");
  const definition = readDefinition(readContractFile(file), { stage: options.stage });
  const functions = new Map<string, LambdaFunction>();
  for (const [name, module] of options.handler) functions.set(name, await loadFunction(module));
  const gateway = createGateway(definition, {
    functions,
    onDecision: (entry) => console.log(JSON.stringify(entry)),
  });
  const server = createServer(createRequestListener(gateway, { sourceIp: options.sourceIp }));
  const { endpoint, close } = await listenOnLoopback(server, options.port);
  console.log(`${endpoint}/${options.stage}`);
  await untilAsked();
  await close();
}

function readContractFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
    throw new CliError("Usage", `${file} cannot be read: ${why}`, { cause });
  }
}

export function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("expected a number from 0 to 65535");
  return port;
}

function collectHandler(text: string, handlers: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("expected <function-name>=<module>");
  return new Map(handlers).set(text.slice(0, at), text.slice(at + 1));
}
