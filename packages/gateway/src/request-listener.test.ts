import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { contract, EVERYTHING, type Petstore, petstore, result, statement } from "../test/petstore.ts";
import { createRequestListener, type Network } from "./request-listener.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(
  { gateway }: Petstore,
  sourceIp = "192.0.2.10",
  more: Partial<Network> = {},
): Promise<number> {
  const server = createServer(createRequestListener(gateway, { sourceIp, ...more }));
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Sends bytes as they are, and gives everything that comes back until the server closes. */
async function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.end(bytes);
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
}

function lines(...parts: string[]): string {
  return [...parts, "Connection: close", "", ""].join("\r\n");
}

describe("over a socket", () => {
  it("answers with the headers and bytes of the response", async () => {
    const port = await listen(
      petstore({
        serve: () => ({
          statusCode: 201,
          multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
          body: "\u00e9",
        }),
      }),
    );
    const answer = await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x"));
    expect(answer).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
    expect(answer).toContain("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
    expect(answer).toContain("Content-Length: 2\r\n");
    expect(answer).toMatch(/\r\n\r\n\u00e9$/);
  });

  it.each([
    ["an unknown route", "GET /dev/none HTTP/1.1", 403],
    ["a double slash", "GET //dev//open HTTP/1.1", 200],
    ["broken percent-encoding", "GET /dev/%zz HTTP/1.1", 400],
    ["an absolute target", "GET http://x/dev/open HTTP/1.1", 400],
    ["a star", "OPTIONS * HTTP/1.1", 400],
    ["a question mark in the query string", "GET /dev/open?a=b?c HTTP/1.1", 200],
    ["an unknown method", "BREW /dev/open HTTP/1.1", 400],
    ["no token", "GET /dev/petstore/v1/pets HTTP/1.1", 401],
    ["HTTP/1.0", "GET /dev/open HTTP/1.0", 200],
  ])("%s", async (_, line, status) => {
    const port = await listen(petstore());
    expect(await exchange(port, lines(line, "Host: x"))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("keeps the order, casing and repetition of headers", async () => {
    const api = petstore();
    const port = await listen(api);
    await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x", "X-Tag: 1", "x-tag: 2"));
    expect(api.backend.events[0]).toMatchObject({
      headers: { Host: "x", "X-Tag": "2" },
      multiValueHeaders: { "X-Tag": ["1", "2"] },
    });
  });

  it("sends a body to the function, whatever its framing", async () => {
    const api = petstore();
    const port = await listen(api);
    const head = ["POST /dev/open HTTP/1.1", "Host: x"];
    await exchange(port, `${lines(...head, "Content-Length: 2")}hi`);
    await exchange(port, `${lines(...head, "Transfer-Encoding: chunked")}2\r\nhi\r\n0\r\n\r\n`);
    expect(api.backend.events.map((event) => event.body)).toEqual(["hi", "hi"]);
  });

  it("sends no body to HEAD, and none with 204", async () => {
    const port = await listen(petstore({ serve: () => ({ statusCode: 204, body: "ignored" }) }));
    expect(await exchange(port, lines("HEAD /dev/open/x HTTP/1.1", "Host: x"))).toMatch(/\r\n\r\n$/);
    const answer = await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x"));
    expect(answer).toMatch(/^HTTP\/1\.1 204 [\s\S]*\r\n\r\n$/);
    expect(answer).not.toContain("Content-Length");
  });

  it("answers 413 to a payload that is too large, and the client can read it", async () => {
    const api = petstore();
    const port = await listen(api);
    const length = 10_485_761 + 65_536;
    const head = lines("POST /dev/open HTTP/1.1", "Host: x", `Content-Length: ${length}`);
    const answer = await exchange(port, Buffer.concat([Buffer.from(head), Buffer.alloc(length)]));
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*\{"message":"Request Too Long"\}$/);
    expect(api.backend.events).toEqual([]);
  });

  it("answers the next request after a client left in the middle of a body", async () => {
    const api = petstore();
    const port = await listen(api);
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(lines("POST /dev/open HTTP/1.1", "Host: x", "Content-Length: 10") + "half");
    socket.destroy();
    await once(socket, "close");
    expect(await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x"))).toMatch(/ 200 OK/);
    expect(api.backend.events.map((event) => event.httpMethod)).toEqual(["GET"]);
  });

  it("survives a client that leaves before the answer", async () => {
    const { promise: called, resolve: call } = Promise.withResolvers<void>();
    const { promise: answer, resolve: finish } = Promise.withResolvers<object>();
    const api = petstore({
      serve: () => {
        call();
        return answer;
      },
    });
    const port = await listen(api);
    const socket = connect(port, "127.0.0.1");
    socket.write(lines("GET /dev/open HTTP/1.1", "Host: x"));
    await called;
    socket.destroy();
    await once(socket, "close");
    finish({ statusCode: 200, body: "late" });
    expect(await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x"))).toMatch(/ 200 OK/);
  });
});

describe("a listener stands for a network", () => {
  const clinic = { Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } };

  it.each([
    ["192.0.2.10", 200],
    ["203.0.113.10", 403],
  ])("%s: %i, whatever the caller claims", async (sourceIp, status) => {
    const api = petstore({
      authorize: () => result([statement("Allow", EVERYTHING, clinic)]),
      document: contract(),
    });
    const port = await listen(api, sourceIp);
    const claims = ["X-Forwarded-For: 192.0.2.99", "Forwarded: for=192.0.2.99", "X-Real-IP: 192.0.2.99"];
    const answer = await exchange(
      port,
      lines("GET /dev/petstore/v1/pets HTTP/1.1", "Host: x", "Authorization: t", ...claims),
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("puts its address behind what the caller claims", async () => {
    const api = petstore();
    const port = await listen(api);
    await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x", "x-forwarded-for: 198.51.100.1"));
    expect(api.backend.events[0]).toMatchObject({
      headers: { "X-Forwarded-For": "198.51.100.1, 192.0.2.10" },
      requestContext: { identity: { sourceIp: "192.0.2.10" } },
    });
  });

  it.each([
    ["vpce-1", 200],
    ["vpce-2", 403],
  ])("may be behind a VPC endpoint: %s is answered %i, whatever the caller claims", async (id, status) => {
    const Condition = { StringEquals: { "aws:SourceVpce": "vpce-1" } };
    const Statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
      Condition,
    };
    const api = petstore({
      document: contract({}, { "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement } }),
      definition: { endpointType: "PRIVATE" },
    });
    const port = await listen(api, "10.0.0.7", { vpcEndpoint: { vpcId: "vpc-1", vpcEndpointId: id } });
    const claims = ["X-Amzn-Vpce-Id: vpce-1", "vpcEndpointId: vpce-1"];
    const answer = await exchange(port, lines("GET /dev/open HTTP/1.1", "Host: x", ...claims));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("has an address", () => {
    expect(() => createRequestListener(petstore().gateway, { sourceIp: "clinic" })).toThrow(
      expect.objectContaining({ code: "InvalidSetting" }),
    );
  });
});
