import { createServer } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpEndpoint, openEndpoint, type Serve } from "../../test/http-endpoint.ts";
import {
  contract,
  EVERYTHING,
  header,
  operation,
  type Petstore,
  type PetstoreSettings,
  petstore,
  result,
  statement,
  text,
} from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";
import type { LogEntry } from "../index.ts";

const closing: { close(): void }[] = [];

afterEach(() => {
  for (const each of closing.splice(0)) each.close();
});

const PROXY = { name: "proxy", in: "path", required: true };

const INTEGRATION = {
  type: "http_proxy",
  httpMethod: "ANY",
  uri: `http://\${stageVariables.host}/v1/{proxy}`,
  requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
};

interface Setting extends PetstoreSettings {
  readonly integration?: Record<string, unknown>;
  readonly operation?: Record<string, unknown>;
  readonly more?: object;
  readonly host?: string;
}

/** The API in front of an endpoint: `/http/{proxy+}` is open, `/closed/{proxy+}` is behind the authorizer. */
function api({ integration, operation: own, more, host = "", ...settings }: Setting): Petstore {
  const { requestParameters, ...rest } = { ...integration };
  const merged = {
    ...INTEGRATION,
    ...rest,
    requestParameters: { ...INTEGRATION.requestParameters, ...Object(requestParameters) },
  };
  const method = operation({
    parameters: [PROXY],
    ...own,
    "x-amazon-apigateway-integration": merged,
  });
  const paths = {
    "/http/{proxy+}": { "x-amazon-apigateway-any-method": { ...method, security: [] } },
    "/closed/{proxy+}": { "x-amazon-apigateway-any-method": method },
  };
  return petstore({
    document: contract({}, { paths, ...more }),
    definition: { stageVariables: { host } },
    ...settings,
  });
}

async function open(
  setting: Setting = {},
  serve?: Serve,
): Promise<{ api: Petstore; endpoint: HttpEndpoint }> {
  const endpoint = await openEndpoint(serve);
  closing.push(endpoint);
  return { api: api({ ...setting, host: endpoint.host }), endpoint };
}

describe("the request to the endpoint", () => {
  it.each([
    ["the path parameter as it was sent", "GET /dev/http/a%2Fb/c", "/v1/a%2Fb/c"],
    ["inner slashes as they were sent", "GET /dev/http/a//b", "/v1/a//b"],
    ["no trailing slash", "GET /dev/http/a/", "/v1/a"],
    [
      "the query string, decoded and encoded",
      "GET /dev/http/a?q=x+y&q=%C3%A9&r",
      "/v1/a?q=x%20y&q=%C3%A9&r=",
    ],
    ["a number sign as a part of the path", "GET /dev/http/a#b", "/v1/a%23b"],
  ])("has %s", async (_, line, url) => {
    const { api, endpoint } = await open();
    await api.send(line);
    expect(endpoint.received.map((request) => request.url)).toEqual([url]);
  });

  it.each(["..", ".", "%2e%2E", "a/../b", "a/..%2Fb", "a%5c..%5cb"])(
    "is not sent for `%s`, which would lead out of the path",
    async (path) => {
      const { api, endpoint } = await open();
      const response = await api.send(`GET /dev/http/${path}`);
      expect([response.status, text(response)]).toEqual([400, '{"message":"Bad Request"}']);
      expect(endpoint.received).toEqual([]);
    },
  );

  it("never leaves the path that the definition names, whatever the caller's path", async () => {
    const { api, endpoint } = await open();
    const piece = fc.constantFrom(
      "/",
      ".",
      "..",
      "%2e",
      "%2F",
      "%5C",
      "\\",
      "#",
      "@",
      ":",
      ";",
      "a",
      "%3F",
      "%25",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        endpoint.received.length = 0;
        await api.send(`GET /dev/http/${pieces.join("")}`);
        for (const { url } of endpoint.received) {
          const { pathname, host, hash, search } = new URL(url, `http://${endpoint.host}`);
          expect([host, hash, search]).toEqual([endpoint.host, "", ""]);
          expect(pathname).toMatch(/^\/v1\/./);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["ANY", "DELETE", "DELETE"],
    ["post", "DELETE", "POST"],
  ])("has the verb that the integration says: %s", async (httpMethod, sent, verb) => {
    const { api, endpoint } = await open({ integration: { httpMethod } });
    await api.send(`${sent} /dev/http/a`);
    expect(endpoint.received.map((request) => request.method)).toEqual([verb]);
  });

  it.each([
    ["POST", "hi"],
    ["GET", ""],
  ])("has the body with %s: `%s`", async (verb, body) => {
    const { api, endpoint } = await open();
    await api.send(`${verb} /dev/http/a`, { body: Buffer.from("hi") });
    expect(endpoint.received.map((request) => request.body.toString())).toEqual([body]);
  });

  it("has the caller's headers without those of the connection, and the gateway's own", async () => {
    const { api, endpoint } = await open();
    const headers: HeaderField[] = [
      ["Host", "pets.example.com"],
      ["Connection", "X-Kept"],
      ["X-Kept", "1"],
      ["X-Tag", "1"],
      ["x-tag", "2"],
      ["x-amzn-apigateway-api-id", "other"],
      ["Expect", "100-continue"],
      ["X-HTTP-Method-Override", "GET"],
    ];
    await api.send("GET /dev/http/a", { headers });
    expect(endpoint.received[0]?.headers).toEqual([
      ["X-Kept", "1"],
      ["X-Tag", "1,2"],
      ["X-Amzn-Trace-Id", expect.stringMatching(/^Root=/)],
      ["X-Forwarded-For", "192.0.2.10"],
      ["X-Forwarded-Port", "443"],
      ["X-Forwarded-Proto", "https"],
      ["Accept", "application/json"],
      ["User-Agent", "AmazonAPIGateway_abcdef1234"],
      ["x-amzn-apigateway-api-id", "abcdef1234"],
      ["Host", endpoint.host],
      ["Connection", "close"],
    ]);
  });
});

describe("a mapped parameter", () => {
  const requestParameters = {
    "integration.request.header.X-User": "context.authorizer.user",
    "integration.request.header.X-Stage": "stageVariables.host",
    "integration.request.header.X-Fixed": "'a b'",
    "integration.request.header.X-Page": "method.request.querystring.page",
    "integration.request.querystring.source": "context.identity.sourceIp",
  };
  const own = { parameters: [PROXY, { name: "page", in: "query" }] };
  const setting = { integration: { requestParameters }, operation: own };

  function received({ received: [request] }: HttpEndpoint, name: string): (string | undefined)[] {
    return (request?.headers ?? [])
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .map(([, value]) => value);
  }

  it("comes from the authorizer, the stage, the request and the definition", async () => {
    const { api, endpoint } = await open({
      ...setting,
      authorize: () => result(undefined, { context: { user: "ann" } }),
    });
    await api.send("GET /dev/closed/a?page=2");
    expect(endpoint.received[0]?.url).toBe("/v1/a?page=2&source=192.0.2.10");
    expect(["X-User", "X-Stage", "X-Fixed", "X-Page"].flatMap((name) => received(endpoint, name))).toEqual([
      "ann",
      endpoint.host,
      "a b",
      "2",
    ]);
  });

  it("replaces the caller's header, even where it has no value", async () => {
    const { api, endpoint } = await open(setting);
    const headers: HeaderField[] = [
      ["Authorization", "t"],
      ["x-user", "mallory"],
      ["X-Page", "9"],
    ];
    await api.send("GET /dev/closed/a", { headers });
    expect([received(endpoint, "X-User"), received(endpoint, "X-Page")]).toEqual([[], []]);
  });

  it("is left out of the headers where it has a line break", async () => {
    const { api, endpoint } = await open(setting);
    await api.send("GET /dev/http/a?page=1%0d%0aX-User:%20mallory");
    expect([received(endpoint, "X-Page"), received(endpoint, "X-User")]).toEqual([[], []]);
  });

  it("cannot add a segment to the path where it comes from elsewhere", async () => {
    const { api, endpoint } = await open({
      ...setting,
      integration: {
        requestParameters: { "integration.request.path.proxy": "method.request.querystring.page" },
      },
    });
    await api.send("GET /dev/http/a?page=b/c%3Fd%23e");
    expect(endpoint.received[0]?.url).toMatch(/^\/v1\/b%2Fc%3Fd%23e\?/);
  });

  it("of the path that has no value sends nothing", async () => {
    const { api, endpoint } = await open({
      ...setting,
      integration: {
        requestParameters: { "integration.request.path.proxy": "method.request.querystring.page" },
      },
    });
    expect((await api.send("GET /dev/http/a")).status).toBe(400);
    expect(endpoint.received).toEqual([]);
  });
});

describe("the endpoint's response", () => {
  it("is passed on with the gateway's own headers and no trace", async () => {
    const { api } = await open({ requestId: () => "r-1" }, (_, response) => {
      response.writeHead(418, ["Set-Cookie", "a", "Set-Cookie", "b", "X-A", "c", "Date", "d", "Server", "e"]);
      response.end("short and stout");
    });
    const response = await api.send("GET /dev/http/a");
    expect([response.status, text(response)]).toEqual([418, "short and stout"]);
    expect(response.headers).toEqual([
      ["Content-Type", "application/json"],
      ["Set-Cookie", "a"],
      ["Set-Cookie", "b"],
      ["X-A", "c"],
      ["x-amzn-Remapped-Date", "d"],
      ["x-amzn-Remapped-Server", "e"],
      ["x-amzn-Remapped-Connection", "close"],
      ["x-amzn-RequestId", "r-1"],
      ["x-amz-apigw-id", expect.any(String)],
    ]);
  });

  it("is passed on when it is a redirect, which is not followed", async () => {
    const { api, endpoint } = await open({}, (_, response) => {
      response.writeHead(302, { Location: "http://127.0.0.1:1/elsewhere" }).end();
    });
    const response = await api.send("GET /dev/http/a");
    expect([response.status, header(response, "Location")]).toEqual([302, "http://127.0.0.1:1/elsewhere"]);
    expect(endpoint.received).toHaveLength(1);
  });

  it("has no part in a denial: the endpoint is not called", async () => {
    const { api, endpoint } = await open({ authorize: () => result([statement("Deny", EVERYTHING)]) });
    expect((await api.send("GET /dev/closed/a")).status).toBe(403);
    expect((await api.send("GET /dev/closed/a", { headers: [] })).status).toBe(401);
    expect(endpoint.received).toEqual([]);
  });
});

describe("an endpoint that cannot be reached", () => {
  const FAILURE = '{"message":"Network error communicating with endpoint"}';

  async function refusing(): Promise<string> {
    const endpoint = await openEndpoint();
    endpoint.close();
    return endpoint.host;
  }

  it.each([
    [undefined, 504],
    [500 as const, 500],
  ])("answers INTEGRATION_FAILURE, with the status %s of the option as %i", async (status, expected) => {
    const log: LogEntry[] = [];
    const options = status === undefined ? {} : { integrationFailureStatus: status };
    const { send } = api({ host: await refusing(), options, log: (entry) => log.push(entry) });
    const response = await send("GET /dev/http/a");
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      expected,
      FAILURE,
      "InternalServerErrorException",
    ]);
    expect(log.map(({ reason }) => reason)).toEqual(["EndpointFailed"]);
  });

  it.each([
    ["closes at once", ""],
    ["speaks no HTTP", "hello\r\n\r\n"],
    ["ends in the middle of its body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"],
    ["changes the protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"],
    ["has a status that is none", "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n"],
  ])("is as good as one that %s", async (_, bytes) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(bytes));
    });
    closing.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = Object(server.address()) as { port: number };
    const response = await api({ host: `127.0.0.1:${port}` }).send("GET /dev/http/a");
    expect([response.status, text(response)]).toEqual([504, FAILURE]);
  });

  it("answers INTEGRATION_TIMEOUT after the integration's time", async () => {
    const log: LogEntry[] = [];
    const setting = {
      integration: { timeoutInMillis: 50 },
      log: (entry: LogEntry) => void log.push(entry),
    };
    const { api, endpoint } = await open(setting, () => {});
    const response = await api.send("GET /dev/http/a");
    expect([response.status, text(response)]).toEqual([504, '{"message":"Endpoint request timed out"}']);
    expect([endpoint.received.length, log.map(({ reason }) => reason)]).toEqual([1, ["EndpointTimedOut"]]);
  });

  it("answers INTEGRATION_TIMEOUT to a body that does not end", async () => {
    const { api } = await open({ integration: { timeoutInMillis: 50 } }, (_, response) => {
      response.write("half");
    });
    expect((await api.send("GET /dev/http/a")).status).toBe(504);
  });

  it("answers INTEGRATION_FAILURE when no connection is made in time", async () => {
    // A server that accepts and then says nothing, where a TLS handshake is due.
    const server = createServer((socket) => socket.on("error", () => {}));
    closing.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = Object(server.address()) as { port: number };
    const { send } = api({
      host: `127.0.0.1:${port}`,
      integration: { uri: `https://\${stageVariables.host}/v1/{proxy}` },
      options: { endpointConnectTimeoutMs: 50 },
    });
    const response = await send("GET /dev/http/a");
    expect([response.status, text(response)]).toEqual([504, FAILURE]);
  });

  it("is customised like every gateway response", async () => {
    const responses = { INTEGRATION_FAILURE: { statusCode: 503 } };
    const more = { "x-amazon-apigateway-gateway-responses": responses };
    const { send } = api({ host: await refusing(), more });
    expect((await send("GET /dev/http/a")).status).toBe(503);
  });
});

describe("binary bodies", () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
  const more = { "x-amazon-apigateway-binary-media-types": ["image/png"] };
  const lost = Buffer.from(png.toString("utf8"));

  it.each([
    ["pass where the type is a binary one", more, png],
    ["are taken for text where it is not", {}, lost],
  ])("%s", async (_, document, expected) => {
    const { api, endpoint } = await open({ more: document }, ({ body }, response) => {
      response.setHeader("Content-Type", "image/png").end(body);
    });
    const headers: HeaderField[] = [
      ["Content-Type", "image/png"],
      ["Accept", "image/png,*/*"],
    ];
    const response = await api.send("POST /dev/http/a", { headers, body: png });
    expect(endpoint.received[0]?.body).toEqual(expected);
    expect(Buffer.from(response.body)).toEqual(expected);
  });

  it("are sent as base64 where the integration wants text", async () => {
    const { api, endpoint } = await open({ more, integration: { contentHandling: "CONVERT_TO_TEXT" } });
    await api.send("POST /dev/http/a", { headers: [["Content-Type", "image/png"]], body: png });
    expect(endpoint.received[0]?.body.toString()).toBe(png.toString("base64"));
  });

  it("are a configuration error where base64 is expected and is not there", async () => {
    const { api, endpoint } = await open({ integration: { contentHandling: "CONVERT_TO_BINARY" } });
    const response = await api.send("POST /dev/http/a", { body: Buffer.from("no base64") });
    expect([response.status, text(response)]).toEqual([500, '{"message":"Internal server error"}']);
    expect(endpoint.received).toEqual([]);
  });
});
