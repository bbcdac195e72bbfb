import { createServer } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { closedEndpoint } from "../test/closed-port.ts";
import { type Listening, listenOnLoopback } from "./loopback.ts";
import { openTable } from "./table-client.ts";

let listening: Listening | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await listening?.close();
});

async function faultAt(endpoint: string): Promise<unknown> {
  const { store, close } = openTable({ tableName: "policies", region: "eu-west-1", endpoint });
  try {
    return await store.get(["readers"]).catch((error: unknown) => error);
  } finally {
    close();
  }
}

describe("a policy table", () => {
  it("says in one line that nobody listens", async () => {
    const endpoint = await closedEndpoint();
    expect(await faultAt(endpoint)).toMatchObject({
      code: "Unreachable",
      message: `table \`policies\` at \`${endpoint}\` gave no usable answer: \`ECONNREFUSED\``,
    });
  });

  it("says in one line that it does not exist", async () => {
    const server = createServer((_, response) => {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException" }));
    });
    listening = await listenOnLoopback(server);
    expect(await faultAt(listening.endpoint)).toMatchObject({
      code: "TableNotFound",
      message: `table \`policies\` at \`${listening.endpoint}\` does not exist: \`ResourceNotFoundException\``,
    });
  });

  it("on this machine never sees the credentials of the user", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(400).end("{}");
    });
    listening = await listenOnLoopback(server);
    await faultAt(listening.endpoint);
    expect(seen).toEqual([expect.stringContaining("Credential=local/")]);
  });
});
