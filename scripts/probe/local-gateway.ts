/** The probe's API on the local gateway, with what AWS leaves open read in one way. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createGateway,
  createRequestListener,
  DEFAULT_OPTIONS,
  type GatewayOptions,
  type LambdaFunction,
  readDefinition,
  readPlans,
} from "@lychgate/gateway";
import { parse } from "yaml";

const PROBE = new URL("../../probe/", import.meta.url);

/** A second of the probe, in milliseconds: nobody has to wait as long as AWS lets one wait. */
const SECOND = 10;

/** Nothing listens there, and no name has to be looked up to know it. */
const UNREACHABLE = "http://127.0.0.1:1/";

export interface LocalGateway extends AsyncDisposable {
  readonly apiUrl: string;
}

export async function openLocalGateway(options: Partial<GatewayOptions> = {}): Promise<LocalGateway> {
  process.env.LYCHGATE_PROBE_SECOND = String(SECOND);
  const contract = read("openapi.yaml").replace("https://lychgate-probe.invalid/", UNREACHABLE);
  const gateway = createGateway(readDefinition(parse(contract, { merge: true }), { stage: "probe" }), {
    functions: { probe: await loadFunction() },
    usagePlans: readPlans(parse(read("plans.yaml"))),
    options: inSeconds({ ...DEFAULT_OPTIONS, ...options }),
  });
  const server = createServer(createRequestListener(gateway, { sourceIp: "192.0.2.10" }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/probe`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function read(file: string): string {
  return readFileSync(new URL(file, PROBE), "utf8");
}

function inSeconds(options: GatewayOptions): GatewayOptions {
  return { ...options, authorizerTimeoutMs: (options.authorizerTimeoutMs / 1000) * SECOND };
}

async function loadFunction(): Promise<LambdaFunction> {
  const loaded: unknown = await import(new URL("function/index.mjs", PROBE).href);
  if (!hasHandler(loaded)) throw new Error("expected the probe's function to export `handler`");
  const { handler } = loaded;
  return async (event, context) => handler(event, context);
}

function hasHandler(loaded: unknown): loaded is { handler: LambdaFunction } {
  const isModule = typeof loaded === "object" && loaded !== null && "handler" in loaded;
  return isModule && typeof loaded.handler === "function";
}
