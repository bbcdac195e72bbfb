import { createServer, request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { refuseForeignPages } from "./foreign-pages.ts";
import { type Listening, listenOnLoopback } from "./loopback.ts";

let listening: Listening | undefined;
afterEach(() => listening?.close());

async function start(): Promise<Listening> {
  listening = await listenOnLoopback(
    createServer(refuseForeignPages((_, response) => response.end("served"))),
  );
  return listening;
}

function getStatus(endpoint: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const client = request(endpoint, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    client.on("error", reject).end();
  });
}

describe("a service for this machine alone", () => {
  it.each<[string, number, Record<string, string>]>([
    ["a tool", 200, {}],
    ["a tool that says localhost", 200, { host: "localhost:4010" }],
    ["a page of this machine", 200, { origin: "http://localhost:4012" }],
    ["a page of this machine, by address", 200, { origin: "http://127.0.0.1:4012" }],
    ["a page from elsewhere", 403, { origin: "https://example.com" }],
    ["a page whose name begins like this machine's", 403, { origin: "http://localhost.example.com" }],
    ["a page without an origin of its own", 403, { origin: "null" }],
    ["a name that was pointed at this machine", 403, { host: "example.com" }],
    ["a name that hides behind user information", 403, { host: "127.0.0.1@example.com" }],
  ])("answers %s with %i", async (_, status, headers) => {
    expect(await getStatus((await start()).endpoint, headers)).toBe(status);
  });
});
