import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { contract, header, INTEGRATION, petstore, result, text } from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";

const PETS = "GET /dev/petstore/v1/pets";

describe("the function's event", () => {
  it("has the authorizer's context as text, with its principal", async () => {
    const context = { groups: "a,b", level: 3, admin: false, principalId: "mallory" };
    const { send, backend } = petstore({ authorize: () => result(undefined, { context }), clock: () => 0 });
    await send(PETS);
    expect(backend.events[0]).toMatchObject({
      requestContext: {
        authorizer: { groups: "a,b", level: "3", admin: "false", principalId: "ann", integrationLatency: 0 },
      },
    });
  });

  it("has no authorizer where nothing is authorized", async () => {
    const { send, backend } = petstore();
    await send("GET /dev/open");
    expect(backend.events[0]?.requestContext).not.toHaveProperty("authorizer");
  });

  const png: HeaderField[] = [["Content-Type", "image/png"]];
  it.each([
    ["text", "caf\u00e9", [["Content-Type", "text/plain"]], "caf\u00e9", false],
    ["nothing", "", [], null, false],
    ["nothing of a binary type", "", png, null, false],
    ["a binary type", "hi", png, "aGk=", true],
    ["a binary type with a parameter", "hi", [["content-type", "IMAGE/PNG; q=1"]], "aGk=", true],
    ["no type", "hi", [], "hi", false],
  ] satisfies [string, string, HeaderField[], string | null, boolean][])(
    "has a body of %s",
    async (_, sent, headers, body, isBase64Encoded) => {
      const { send, backend } = petstore({
        document: contract({}, { "x-amazon-apigateway-binary-media-types": ["image/png"] }),
      });
      await send("POST /dev/open", { headers, body: Buffer.from(sent) });
      expect(backend.events[0]).toMatchObject({ body, isBase64Encoded });
    },
  );

  it("has the caller's headers without those of the connection", async () => {
    const { send, backend } = petstore();
    const headers: HeaderField[] = [
      ["Connection", "X-Kept"],
      ["X-Kept", "1"],
      ["Transfer-Encoding", "chunked"],
      ["x-forwarded-proto", "http"],
    ];
    await send("GET /dev/open", { headers });
    expect(Object.keys(backend.events[0]?.headers ?? {})).toEqual([
      "X-Kept",
      "X-Amzn-Trace-Id",
      "X-Forwarded-For",
      "X-Forwarded-Port",
      "X-Forwarded-Proto",
    ]);
  });
});

describe("the function's response", () => {
  it("is passed on with the gateway's own headers", async () => {
    const { send } = petstore({
      requestId: () => "r-1",
      serve: () => ({
        statusCode: 201,
        headers: { "X-A": "b" },
        multiValueHeaders: { "Set-Cookie": ["a", "b"] },
        body: "{}",
      }),
    });
    const response = await send("GET /dev/open");
    expect(response).toMatchObject({ status: 201, body: Buffer.from("{}") });
    expect(response.headers).toEqual([
      ["Content-Type", "application/json"],
      ["Set-Cookie", "a"],
      ["Set-Cookie", "b"],
      ["X-A", "b"],
      ["x-amzn-RequestId", "r-1"],
      ["x-amz-apigw-id", expect.any(String)],
      ["X-Amzn-Trace-Id", expect.stringMatching(/^Root=1-/)],
    ]);
  });

  it.each([
    ["of a binary type", "image/png", "hi"],
    ["of a binary type first", "image/png,text/html", "hi"],
    ["of a binary type second", "text/html,image/png", "aGk="],
  ])("in base64 for a client that accepts one %s", async (_, accept, body) => {
    const { send } = petstore({
      document: contract({}, { "x-amazon-apigateway-binary-media-types": ["image/png"] }),
      serve: () => ({ body: "aGk=", isBase64Encoded: true }),
    });
    expect(text(await send("GET /dev/open", { headers: [["Accept", accept]] }))).toBe(body);
  });

  it.each([
    ["is malformed", () => ({ status: 200 })],
    ["is nothing", () => undefined],
    ["is an error", () => Promise.reject(new Error("s3cr3t"))],
    ["is an error that says Unauthorized", () => Promise.reject(new Error("Unauthorized"))],
  ])("becomes 502 when it %s", async (_, serve) => {
    const { send } = petstore({ serve });
    const response = await send("GET /dev/open");
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      502,
      '{"message": "Internal server error"}',
      "InternalServerErrorException",
    ]);
  });
});

describe("a function that does not answer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("becomes 504 after the integration's time", async () => {
    const integration = { ...INTEGRATION, timeoutInMillis: 50 };
    const operation = { "x-amazon-apigateway-integration": integration, security: [] };
    const { send } = petstore({
      document: contract(
        {},
        { paths: { "/open": { get: operation, post: { ...operation, security: [{ groups: [] }] } } } },
      ),
      serve: () => new Promise(() => {}),
    });
    const response = send("GET /dev/open");
    await vi.advanceTimersByTimeAsync(50);
    expect([(await response).status, text(await response)]).toEqual([
      504,
      '{"message":"Endpoint request timed out"}',
    ]);
  });
});
