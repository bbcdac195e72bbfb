import { createServer } from "node:http";
import { listenOnLoopback } from "@lychgate/cli";
import { describe, expect, it } from "vitest";
import { callOpen } from "./open-call.ts";

describe("the call of an open API", () => {
  it.each([
    [200, true],
    [500, true],
    [401, false],
    [403, false],
  ])("that is answered with %i is let through: %s", async (status, isOpen) => {
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(status).end("{}");
    });
    const { endpoint, close } = await listenOnLoopback(server);
    const call = await callOpen({ apiUrl: endpoint });
    await close();
    expect(call.isOpen).toBe(isOpen);
    expect(call.text).toContain(`${status} {}`);
    expect(seen).toEqual([undefined]);
  });
});
