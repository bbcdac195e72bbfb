/** moto's AWS API server, started for a test on a port of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";

export interface ApiServer {
  endpoint: `http://127.0.0.1:${number}`;
  close(): Promise<void>;
}

/** Why no server can be started here; `undefined` when one can. */
export function whyNoApiServer(): string | undefined {
  const { status, error } = spawnSync("moto_server", ["--help"]);
  return error === undefined && status === 0 ? undefined : "`moto_server` is not on the PATH";
}

const START_DEADLINE_MS = 60_000;

export async function startApiServer(): Promise<ApiServer> {
  const port = await freePort();
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    // Without it moto knows none of AWS's managed policies, which a role may name.
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
  });
  const endpoint = `http://127.0.0.1:${port}` as const;
  try {
    await untilAnswering(endpoint, child);
  } catch (error) {
    await end(child);
    throw error;
  }
  return { endpoint, close: () => end(child) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("expected a port");
  return address.port;
}

async function untilAnswering(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`moto_server ended with exit code ${child.exitCode}`);
    const isUp = await fetch(`${endpoint}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("moto_server does not answer");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}
