import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { API, contract, header, petstore, result, statement, text } from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";

const PETS = "GET /dev/petstore/v1/pets";
const UNAUTHORIZED = '{"message":"Unauthorized"}';

function bearer(token: string): { headers: HeaderField[] } {
  return { headers: [["Authorization", token]] };
}

describe("a TOKEN authorizer", () => {
  it("is told the token and the method, and nothing else", async () => {
    const { send, authorizer } = petstore();
    await send("GET /dev/petstore/v1/pets/a%2Fb/?x=1", bearer("Bearer eyJ"));
    expect(authorizer.events).toEqual([
      { type: "TOKEN", authorizationToken: "Bearer eyJ", methodArn: `${API}/GET/petstore/v1/pets/a%2Fb/` },
    ]);
  });

  it.each([
    ["the root", "GET /dev", `${API}/GET/`],
    ["a greedy path", "PATCH /dev/petstore/v2/a//b", `${API}/PATCH/petstore/v2/a//b`],
  ])("is told the ARN of %s", async (_, line, methodArn) => {
    const { send, authorizer } = petstore();
    await send(line);
    expect(authorizer.events[0]).toMatchObject({ methodArn });
  });

  it("is told the decoded path where the option says so", async () => {
    const { send, authorizer } = petstore({ options: { methodArnPath: "decoded" } });
    await send("GET /dev/petstore/v1/pets/a%2Fb");
    expect(authorizer.events[0]).toMatchObject({ methodArn: `${API}/GET/petstore/v1/pets/a/b` });
  });

  it.each([
    ["no token", []],
    ["an empty token", [["Authorization", ""]]],
    ["blanks for a token", [["Authorization", "  "]]],
    [
      "an empty token after another",
      [
        ["Authorization", "Bearer good"],
        ["Authorization", ""],
      ],
    ],
    ["the token in another header", [["X-Authorization", "Bearer good"]]],
  ] satisfies [string, HeaderField[]][])("is not asked about %s", async (_, headers) => {
    const { send, authorizer, backend } = petstore();
    const response = await send(PETS, { headers });
    expect([response.status, text(response)]).toEqual([401, UNAUTHORIZED]);
    expect([authorizer.events, backend.events]).toEqual([[], []]);
  });

  it.each([
    ["a match", "Bearer abc", "full", 200],
    ["a part that matches", "xBearer abcx", "full", 401],
    ["a first alternative that matches in part", "Bearer abcx", "full", 401],
    ["a last alternative that matches in part", "xBasic", "full", 401],
    ["another token", "Digest", "full", 401],
    ["a part that matches, where a part is enough", "xBearer abcx", "partial", 200],
  ] as const)("with a validation expression sees %s", async (_, token, identityValidation, status) => {
    const { send, authorizer } = petstore({
      document: contract({ identityValidationExpression: "Bearer [a-c]+|Basic" }),
      options: { identityValidation },
    });
    expect((await send(PETS, bearer(token))).status).toBe(status);
    expect(authorizer.events).toHaveLength(status === 200 ? 1 : 0);
  });

  it("requires its token even when nothing is cached", async () => {
    const { send, authorizer } = petstore({
      document: contract({ authorizerResultTtlInSeconds: 0 }),
      options: { requireIdentityWithoutCaching: false },
    });
    expect((await send(PETS, { headers: [] })).status).toBe(401);
    expect(authorizer.events).toEqual([]);
  });
});

describe("a REQUEST authorizer", () => {
  const sources = "method.request.header.X-Token,method.request.querystring.tenant";

  it("is told the request without its body", async () => {
    const { send, authorizer } = petstore({
      document: contract({ type: "request", identitySource: "method.request.header.X-Token" }),
      definition: { stageVariables: { env: "blue" } },
      clock: () => Date.UTC(2024, 7, 2, 23, 34, 43),
      requestId: () => "r-1",
    });
    await send("GET /dev/petstore/v1/pets/a%2Bb?a=1&a=2", {
      headers: [
        ["x-token", "t"],
        ["X-Tag", "1"],
        ["x-tag", "2"],
        ["User-Agent", "curl"],
        ["X-Forwarded-For", "198.51.100.1"],
        ["Connection", "keep-alive"],
      ],
      body: Buffer.from("secret"),
    });
    const trace = expect.stringMatching(/^Root=1-66ad6d13-[0-9a-f]{24}$/);
    const headers = {
      "x-token": "t",
      "X-Tag": "2",
      "User-Agent": "curl",
      "X-Amzn-Trace-Id": trace,
      "X-Forwarded-For": "198.51.100.1, 192.0.2.10",
      "X-Forwarded-Port": "443",
      "X-Forwarded-Proto": "https",
    };
    expect(authorizer.events).toEqual([
      {
        type: "REQUEST",
        methodArn: `${API}/GET/petstore/v1/pets/a%2Bb`,
        resource: "/petstore/v1/pets/{petId}",
        path: "/petstore/v1/pets/a%2Bb",
        httpMethod: "GET",
        headers,
        multiValueHeaders: {
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
          "X-Tag": ["1", "2"],
        },
        queryStringParameters: { a: "2" },
        multiValueQueryStringParameters: { a: ["1", "2"] },
        pathParameters: { petId: "a%2Bb" },
        stageVariables: { env: "blue" },
        requestContext: {
          accountId: "111122223333",
          apiId: "abcdef1234",
          deploymentId: expect.any(String),
          domainName: "abcdef1234.execute-api.eu-west-1.amazonaws.com",
          domainPrefix: "abcdef1234",
          extendedRequestId: expect.any(String),
          requestId: "r-1",
          requestTime: "02/Aug/2024:23:34:43 +0000",
          requestTimeEpoch: 1722641683000,
          httpMethod: "GET",
          protocol: "HTTP/1.1",
          path: "/dev/petstore/v1/pets/a%2Bb",
          resourcePath: "/petstore/v1/pets/{petId}",
          resourceId: expect.any(String),
          stage: "dev",
          identity: {
            accessKey: null,
            accountId: null,
            apiKey: null,
            apiKeyId: null,
            caller: null,
            clientCert: null,
            cognitoAuthenticationProvider: null,
            cognitoAuthenticationType: null,
            cognitoIdentityId: null,
            cognitoIdentityPoolId: null,
            principalOrgId: null,
            sourceIp: "192.0.2.10",
            user: null,
            userAgent: "curl",
            userArn: null,
          },
        },
      },
    ]);
  });

  it("is told null for what there is none of", async () => {
    const { send, authorizer } = petstore({
      document: contract({ type: "request", identitySource: "method.request.header.Authorization" }),
    });
    await send(PETS);
    expect(authorizer.events[0]).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      requestContext: { identity: { userAgent: null } },
    });
  });

  const header: HeaderField = ["x-TOKEN", "t"];
  it.each([
    ["all its sources", `${PETS}?tenant=a`, [header], 200],
    ["a missing header", `${PETS}?tenant=a`, [], 401],
    ["a missing parameter", PETS, [header], 401],
    ["an empty parameter", `${PETS}?tenant=`, [header], 401],
    ["a parameter in another case", `${PETS}?Tenant=a`, [header], 401],
  ] satisfies [string, string, HeaderField[], number][])(
    "with two sources sees %s",
    async (_, line, headers, status) => {
      const { send, authorizer } = petstore({
        document: contract({ type: "request", identitySource: sources }),
      });
      expect((await send(line, { headers })).status).toBe(status);
      expect(authorizer.events).toHaveLength(status === 200 ? 1 : 0);
    },
  );

  it.each([
    ["a stage variable that is set", "stageVariables.env", 200],
    ["a stage variable that is not", "stageVariables.other", 401],
    ["the source address", "context.identity.sourceIp", 200],
    ["the resource", "context.resourcePath", 200],
    ["a user agent that was not sent", "context.identity.userAgent", 401],
  ])("is identified by %s", async (_, identitySource, status) => {
    const { send } = petstore({
      document: contract({ type: "request", identitySource }),
      definition: { stageVariables: { env: "blue" } },
    });
    expect((await send(PETS)).status).toBe(status);
  });

  it.each([
    [true, 401, 0],
    [false, 200, 1],
  ])("without caching requires its sources: %s", async (requireIdentityWithoutCaching, status, calls) => {
    const { send, authorizer } = petstore({
      document: contract({ type: "request", identitySource: sources, authorizerResultTtlInSeconds: 0 }),
      options: { requireIdentityWithoutCaching },
    });
    expect((await send(PETS, { headers: [] })).status).toBe(status);
    expect(authorizer.events).toHaveLength(calls);
  });

  it("without caching may have no source", async () => {
    const { send, authorizer } = petstore({
      document: contract({ type: "request", authorizerResultTtlInSeconds: 0 }),
    });
    expect((await send(PETS, { headers: [] })).status).toBe(200);
    expect(authorizer.events).toHaveLength(1);
  });
});

describe("what an authorizer's outcome becomes", () => {
  const misconfigured = [500, '{"message":null}', "AuthorizerConfigurationException"] as const;
  it.each([
    ["`Unauthorized`", new Error("Unauthorized"), [401, UNAUTHORIZED, "UnauthorizedException"]],
    ["`Unauthorized` as text", "Unauthorized", [401, UNAUTHORIZED, "UnauthorizedException"]],
    ["`unauthorized`", new Error("unauthorized"), misconfigured],
    ["`Unauthorized: expired`", new Error("Unauthorized: expired"), misconfigured],
    ["`Unauthorized ` with a blank", new Error("Unauthorized "), misconfigured],
    ["an outage", new Error("ProvisionedThroughputExceededException"), misconfigured],
    ["nothing at all", undefined, misconfigured],
  ])("%s that is thrown", async (_, error, [status, body, errorType]) => {
    const { send, backend } = petstore({ authorize: () => Promise.reject(error) });
    const response = await send(PETS);
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
      status,
      body,
      errorType,
    ]);
    expect(backend.events).toEqual([]);
  });

  it.each([
    ["null", null],
    ["no principal", { policyDocument: result() }],
    ["no policy", { principalId: "ann" }],
    ["an unknown effect", result([{ ...statement("Allow", `${API}/*`), Effect: "allow" }])],
    ["an object in the context", result(undefined, { context: { groups: ["a"] } })],
    ["a resource of 513 characters", result([statement("Allow", `${API}/`.padEnd(513, "a"))])],
  ])("a result with %s", async (_, value) => {
    const { send, backend } = petstore({ authorize: () => value });
    const response = await send(PETS);
    expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual(misconfigured);
    expect(backend.events).toEqual([]);
  });

  it("no `principalId`, where none is required", async () => {
    const { send } = petstore({
      authorize: () => result(undefined, { principalId: undefined }),
      options: { requirePrincipalId: false },
    });
    expect((await send(PETS)).status).toBe(200);
  });

  it("an outage that is over", async () => {
    let down = true;
    const { send, authorizer } = petstore({
      authorize: () => (down ? Promise.reject(new Error("table unreachable")) : result()),
    });
    expect((await send(PETS)).status).toBe(500);
    down = false;
    expect((await send(PETS)).status).toBe(200);
    expect(authorizer.events).toHaveLength(2);
  });
});

describe("an authorizer that does not answer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is a configuration error once its time is up", async () => {
    const { send } = petstore({
      authorize: () => new Promise(() => {}),
      options: { authorizerTimeoutMs: 1000 },
    });
    const response = send(PETS);
    await vi.advanceTimersByTimeAsync(1000);
    expect([(await response).status, text(await response)]).toEqual([500, '{"message":null}']);
  });
});

describe("the method ARN", () => {
  const room = 1600 - `${API}/GET/petstore/v2/`.length;
  it.each([
    ["1600 bytes", `/dev/petstore/v2/${"a".repeat(room)}`, 200],
    ["1601 bytes", `/dev/petstore/v2/${"a".repeat(room + 1)}`, 414],
    ["1601 bytes where nothing is authorized", `/dev/open/${"a".repeat(1601)}`, 200],
  ])("may have %s", async (_, path, status) => {
    const { send, authorizer } = petstore();
    const response = await send(`GET ${path}`);
    expect(response.status).toBe(status);
    if (status === 414) expect(text(response)).toBe('{"message":"Request URI too long"}');
    if (status === 414) expect(authorizer.events).toEqual([]);
  });
});

describe("caching", () => {
  it("asks once for an identity, whatever the path and verb", async () => {
    const { send, authorizer } = petstore();
    for (const line of [PETS, "POST /dev/petstore/v1/pets", "DELETE /dev/petstore/v2/x"]) await send(line);
    expect(authorizer.events).toHaveLength(1);
  });

  it("asks for each path when the path is part of the identity", async () => {
    const { send, authorizer } = petstore({
      document: contract({ type: "request", identitySource: "context.path" }),
    });
    for (const line of [PETS, "GET /dev/petstore/v2/x", PETS]) await send(line);
    expect(authorizer.events).toHaveLength(2);
  });

  it.each([
    ["another token", [["Authorization", "Bearer other"]], 2],
    ["another casing of the header", [["AUTHORIZATION", "Bearer good"]], 1],
    [
      "a token before the last",
      [
        ["Authorization", "Bearer other"],
        ["Authorization", "Bearer good"],
      ],
      2,
    ],
    [
      "another header",
      [
        ["Authorization", "Bearer good"],
        ["X-A", "b"],
      ],
      1,
    ],
  ] satisfies [string, HeaderField[], number][])("with %s", async (_, headers, calls) => {
    const { send, authorizer } = petstore();
    await send(PETS);
    await send(PETS, { headers });
    expect(authorizer.events).toHaveLength(calls);
  });

  it.each([
    [299_999, 1],
    [300_000, 2],
  ])("for 300 seconds: after %i ms it has asked %i times", async (later, calls) => {
    let now = 0;
    const { send, authorizer } = petstore({ clock: () => now });
    await send(PETS);
    now = later;
    await send(PETS);
    expect(authorizer.events).toHaveLength(calls);
  });

  it("for 0 seconds is none", async () => {
    const { send, authorizer } = petstore({
      document: contract({ authorizerResultTtlInSeconds: 0 }),
      clock: () => 0,
    });
    await send(PETS);
    await send(PETS);
    expect(authorizer.events).toHaveLength(2);
  });

  it("keeps a result that denies", async () => {
    const { send, authorizer } = petstore({ authorize: () => result([statement("Deny", `${API}/*`)]) });
    await send(PETS);
    expect((await send(PETS)).status).toBe(403);
    expect(authorizer.events).toHaveLength(1);
  });

  it.each([
    ["401", new Error("Unauthorized")],
    ["500", new Error("boom")],
  ])("keeps no %s", async (_, error) => {
    const { send, authorizer } = petstore({ authorize: () => Promise.reject(error) });
    await send(PETS);
    await send(PETS);
    expect(authorizer.events).toHaveLength(2);
  });

  it("keeps no result that is invalid", async () => {
    const { send, authorizer } = petstore({ authorize: () => ({ principalId: "ann" }) });
    await send(PETS);
    await send(PETS);
    expect(authorizer.events).toHaveLength(2);
  });

  it("keeps the context for the function", async () => {
    let call = 0;
    const { send, backend } = petstore({ authorize: () => result(undefined, { context: { call: ++call } }) });
    await send(PETS);
    await send(PETS);
    expect(backend.events.map((event) => event.requestContext)).toEqual([
      expect.objectContaining({ authorizer: expect.objectContaining({ call: "1" }) }),
      expect.objectContaining({ authorizer: { call: "1", principalId: "ann", integrationLatency: 0 } }),
    ]);
  });

  it("starts anew when it is flushed", async () => {
    const { send, gateway, authorizer } = petstore();
    await send(PETS);
    gateway.flushAuthorizerCache();
    await send(PETS);
    expect(authorizer.events).toHaveLength(2);
  });

  it("keeps nothing of a call that was under way when it was flushed", async () => {
    const { promise: called, resolve: call } = Promise.withResolvers<void>();
    const { promise: answer, resolve: finish } = Promise.withResolvers<object>();
    const { send, gateway, authorizer } = petstore({
      authorize: () => {
        call();
        return answer;
      },
    });
    const early = send(PETS);
    await called;
    gateway.flushAuthorizerCache();
    finish(result());
    expect((await early).status).toBe(200);
    await send(PETS);
    expect(authorizer.events).toHaveLength(2);
  });
});
