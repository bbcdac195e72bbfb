/** The local gateway and serverless-offline, each in a process of its own, with the same functions. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";

export interface GatewayServer {
  name: string;
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

const CLI = pathOf("../../packages/cli/bin/lychgate.mjs");
const CONTRACT = pathOf("../peers/openapi.yaml");
const PEER = pathOf("../peers/serverless-offline");
const SERVERLESS = `${PEER}/node_modules/serverless/bin/serverless.js`;
const PATH = "/dev/petstore/v1/pets";
const START_MILLISECONDS = 60_000;

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

export async function startLychgate(): Promise<GatewayServer> {
  const port = await freePort();
  const handlers = ["authorizer", "pets"].flatMap((name) => ["--handler", `${name}=${PEER}/${name}.js`]);
  const args = [CLI, "serve", CONTRACT, "--port", String(port), ...handlers];
  return started("lychgate serve", port, spawn(process.execPath, args, { stdio: "ignore" }));
}

export async function startServerlessOffline(): Promise<GatewayServer> {
  if (!existsSync(SERVERLESS)) installPeer();
  const [port, lambdaPort] = [await freePort(), await freePort()];
  const ports = ["--httpPort", String(port), "--lambdaPort", String(lambdaPort)];
  const environment = { ...process.env, SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off" };
  const options = { stdio: "ignore", cwd: PEER, env: environment } as const;
  const child = spawn(process.execPath, [SERVERLESS, "offline", "start", ...ports], options);
  return started("serverless-offline 13", port, child);
}

/** It is as large as all of this repository's dependencies, so only who measures it has it. */
function installPeer(): void {
  console.error("installing serverless-offline into bench/peers");
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], {
    cwd: PEER,
    stdio: "ignore",
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function started(name: string, port: number, child: ChildProcess): Promise<GatewayServer> {
  const url = `http://localhost:${port}${PATH}`;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  const until = Date.now() + START_MILLISECONDS;
  while (Date.now() < until && child.exitCode === null) {
    if (await answers(url)) return { name, url, process: child, stop };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error(`${name} did not answer within ${START_MILLISECONDS / 1000} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const [allowed, refused] = await Promise.all([
      fetch(url, { headers: { Authorization: "Bearer token" } }),
      fetch(url),
    ]);
    return allowed.status === 200 && refused.status === 401;
  } catch {
    return false;
  }
}
