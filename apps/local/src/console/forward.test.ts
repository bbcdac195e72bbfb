import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listenOnLoopback } from "@lychgate/cli";
import { afterEach, describe, expect, it } from "vitest";
import { rawRequest } from "../../test/raw-request.ts";
import { forward, MOST_BYTES } from "./forward.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(listener: RequestListener): Promise<string> {
  const listening = await listenOnLoopback(createServer(listener));
  closers.push(listening.close);
  return listening.endpoint;
}

/** A server that forwards everything to another one, which answers so. */
async function forwarding(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const target = await listen(answer);
  const endpoint = await listen((request, response) =>
    forward(request, response, { origin: target, path: request.url ?? "" }),
  );
  return { target, endpoint };
}

describe("a request that is forwarded", () => {
  it("arrives as it was sent, but for the host", async () => {
    const { target, endpoint } = await forwarding(async (request, response) => {
      const { method, url, rawHeaders } = request;
      response.end(JSON.stringify({ method, url, rawHeaders, body: await text(request) }));
    });
    const headers = ["X-One", "a", "x-one", "b", "Authorization", "Bearer t", "Content-Length", "4"];
    const path = "/dev/pets/%2F..//a?b=%20&b";
    const { body } = await rawRequest(endpoint, path, {
      ...{ method: "PUT", headers: [...headers, "Host", "127.0.0.1"], body: "body" },
    });
    expect(JSON.parse(body)).toEqual({
      method: "PUT",
      url: path,
      rawHeaders: [...headers.slice(0, 6), "host", new URL(target).host, "content-length", "4"],
      body: "body",
    });
  });

  it("is answered as it was answered there", async () => {
    const { endpoint } = await forwarding((_, response) => {
      response.writeHead(418, "Teapot", [
        ...["x-amzn-RequestId", "r1", "Set-Cookie", "a=1", "Set-Cookie", "b=2", "Content-Type", "text/plain"],
      ]);
      response.end("short and stout");
    });
    const { status, rawHeaders, body } = await rawRequest(endpoint, "/");
    expect({ status, body }).toEqual({ status: 418, body: "short and stout" });
    expect(rawHeaders.slice(0, 8)).toEqual([
      ...["x-amzn-RequestId", "r1", "Set-Cookie", "a=1", "Set-Cookie", "b=2", "Content-Type", "text/plain"],
    ]);
  });

  it.each(["HEAD", "DELETE", "OPTIONS"])("may be a %s without a body", async (method) => {
    const { endpoint } = await forwarding(({ headers }, response) => {
      response.writeHead(204, { "x-length": headers["content-length"] ?? "none" }).end();
    });
    const { status, headers } = await rawRequest(endpoint, "/", { method });
    expect({ status, length: headers["x-length"] }).toEqual({ status: 204, length: "none" });
  });

  it("is refused when its body is longer than any API takes", async () => {
    let arrived = 0;
    const { endpoint } = await forwarding((_, response) => {
      arrived += 1;
      response.end();
    });
    const most = await rawRequest(endpoint, "/", { method: "POST", body: Buffer.alloc(MOST_BYTES) });
    expect({ status: most.status, arrived }).toEqual({ status: 200, arrived: 1 });
    const more = await rawRequest(endpoint, "/", { method: "POST", body: Buffer.alloc(MOST_BYTES + 1) });
    expect({ status: more.status, arrived }).toEqual({ status: 413, arrived: 1 });
  });

  it("is told that nobody answers", async () => {
    const gone = await listenOnLoopback(createServer());
    await gone.close();
    const endpoint = await listen((request, response) =>
      forward(request, response, { origin: gone.endpoint, path: "/" }),
    );
    expect(await rawRequest(endpoint, "/")).toMatchObject({
      status: 502,
      body: '{"message":"the stack does not answer"}',
    });
  });

  it("is given up when its answer breaks off", async () => {
    const { endpoint } = await forwarding((_, response) => {
      response.writeHead(200, { "content-length": "10" }).write("part");
      setImmediate(() => response.destroy());
    });
    await expect(rawRequest(endpoint, "/")).rejects.toThrow();
  });
});
