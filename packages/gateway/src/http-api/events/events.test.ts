/** The events in full, as AWS documents them; parts of them are in `cases/http-api/`. */
import { describe, expect, it } from "vitest";
import { HTTP_API, type HttpPetstore, httpContract, httpPetstore } from "../../../test/http-petstore.ts";
import type { GatewayRequest } from "../../index.ts";

const AT = 1_722_641_683_000;
const ID = "JKJaXmPLvHcESHA=";
const DOMAIN = "abcdef1234.execute-api.eu-west-1.amazonaws.com";

function open(authorizer: object = {}): HttpPetstore {
  return httpPetstore({ document: httpContract(authorizer), clock: () => AT, requestId: () => ID });
}

/** The headers that the gateway adds, in lower case. */
const ADDED = {
  "x-amzn-trace-id": expect.stringMatching(/^Root=1-66ad6d13-[0-9a-f]{24}$/),
  "x-forwarded-for": "192.0.2.10",
  "x-forwarded-port": "443",
  "x-forwarded-proto": "https",
};

describe("an event of format 2.0", () => {
  const context = {
    accountId: "111122223333",
    apiId: "abcdef1234",
    domainName: DOMAIN,
    domainPrefix: "abcdef1234",
    http: { method: "GET", path: "/pets/1", protocol: "HTTP/1.1", sourceIp: "192.0.2.10", userAgent: "" },
    requestId: ID,
    routeKey: "GET /pets/{petId}",
    stage: "$default",
    time: "02/Aug/2024:23:34:43 +0000",
    timeEpoch: AT,
  };
  const fields = {
    version: "2.0",
    routeKey: "GET /pets/{petId}",
    rawPath: "/pets/1",
    rawQueryString: "",
    headers: { authorization: "Bearer good", "content-length": "0", ...ADDED },
    pathParameters: { petId: "1" },
  };

  it("has nothing that the request does not have", async () => {
    const { send, authorizer, backend } = open();
    await send("GET /pets/1");
    expect(authorizer.events).toEqual([
      {
        ...fields,
        type: "REQUEST",
        routeArn: `${HTTP_API}/GET/pets/1`,
        identitySource: ["Bearer good"],
        requestContext: context,
      },
    ]);
    expect(backend.events).toEqual([
      { ...fields, requestContext: { ...context, authorizer: { lambda: {} } }, isBase64Encoded: false },
    ]);
  });

  it("has no member for an authorizer where there is none", async () => {
    const { send, backend } = open();
    await send("GET /open");
    expect(backend.events[0]?.requestContext).not.toHaveProperty("authorizer");
  });

  it("leaves cookies out of its headers", async () => {
    const { send, backend } = open();
    await send("GET /open", { headers: [["Cookie", "a=1; b=2"]] });
    expect(backend.events[0]).toMatchObject({ cookies: ["a=1", "b=2"] });
    expect(backend.events[0]?.headers).not.toHaveProperty("cookie");
  });

  it("has no prototype that a client chooses", async () => {
    const { send, backend } = open();
    await send("GET /open?__proto__=1", { headers: [["__proto__", "2"]] });
    const { headers, queryStringParameters } = backend.events[0] as Record<string, object>;
    expect(Object.keys(queryStringParameters ?? {})).toEqual(["__proto__"]);
    expect(Object.keys(headers ?? {})).toContain("__proto__");
  });
});

describe("an event of format 1.0", () => {
  it("asks an authorizer without a body and without lists of values", async () => {
    const { send, authorizer } = open({ authorizerPayloadFormatVersion: "1.0" });
    await send("GET /pets/1", {
      headers: [
        ["Authorization", "Bearer good"],
        ["X-Tag", "1"],
        ["x-tag", "2"],
      ],
    });
    const { headers, requestContext, ...event } = authorizer.events[0] ?? {};
    expect(event).toEqual({
      version: "1.0",
      type: "REQUEST",
      methodArn: `${HTTP_API}/GET/pets/1`,
      identitySource: "Bearer good",
      authorizationToken: "Bearer good",
      resource: "/pets/{petId}",
      path: "/pets/1",
      httpMethod: "GET",
      queryStringParameters: {},
      pathParameters: { petId: "1" },
      stageVariables: {},
    });
    expect(headers).toMatchObject({ Authorization: "Bearer good", "X-Tag": "1,2" });
    expect(requestContext).not.toHaveProperty("authorizer");
  });

  it.each(["1.0", "2.0"])("names no identity source where there is none (%s)", async (version) => {
    const { send, authorizer } = open({ authorizerPayloadFormatVersion: version, identitySource: "" });
    await send("GET /pets/1");
    expect(authorizer.events[0]).toMatchObject({ identitySource: null });
  });
});

describe("a body", () => {
  const send = async (contentType: string | undefined, body: Uint8Array) => {
    const { gateway, backend } = open();
    const headers: GatewayRequest["headers"] = contentType ? [["Content-Type", contentType]] : [];
    const request = { method: "POST", rawPath: "/open", rawQuery: "", sourceIp: "192.0.2.10", headers, body };
    await gateway.handle(request);
    const { body: sent, isBase64Encoded } = backend.events[0] ?? {};
    return [sent, isBase64Encoded];
  };
  const text = Buffer.from("é");

  it.each([
    [undefined, ["é", false]],
    ["text/csv", ["é", false]],
    ["application/json; charset=utf-8", ["é", false]],
    ["application/problem+json", ["é", false]],
    ["application/xml", ["é", false]],
    ["application/x-www-form-urlencoded", ["w6k=", true]],
    ["application/octet-stream", ["w6k=", true]],
    ["image/png", ["w6k=", true]],
    ["application/jsonp", ["w6k=", true]],
  ])("of the type %s comes as %j", async (type, expected) => {
    expect(await send(type, text)).toEqual(expected);
  });

  it("that is no UTF-8 comes as base64, whatever its type", async () => {
    expect(await send("text/plain", Uint8Array.of(0xc3, 0x28))).toEqual(["wyg=", true]);
  });
});
