/** An HTTP API whose authorizer is ours, from the request to the decision. */
import { type Authorizer, UnauthorizedError } from "@lychgate/authorizer";
import { itemOf, statementOf } from "@lychgate/authorizer/test/policies";
import { createSystem } from "@lychgate/authorizer/test/system";
import { epochSeconds } from "@lychgate/authorizer/test/user-pool";
import {
  createHttpGateway,
  type GatewayRequest,
  type HeaderField,
  type HttpGatewayOptions,
  readHttpApiDefinition,
} from "@lychgate/gateway";
import { describe, expect, it } from "vitest";

const ITEMS = [
  itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets", "GET/petstore/v1/pets/*")),
  itemOf("shelter", {
    ...statementOf("Shelter", "Allow", "*"),
    Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
  }),
];

const ANY = "x-amazon-apigateway-any-method";

function arnOf(name: string): string {
  return `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
}

function contractWith(authorizer: object): object {
  const uri = arnOf("petstore");
  const integration = { type: "aws_proxy", uri, payloadFormatVersion: "2.0" };
  const operation = { security: [{ groups: [] }], "x-amazon-apigateway-integration": integration };
  const groups = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authorizer": {
      type: "request",
      authorizerUri: arnOf("authorizer"),
      identitySource: "$request.header.Authorization",
      ...authorizer,
    },
  };
  return {
    openapi: "3.0.3",
    info: { title: "petstore", version: "1" },
    paths: {
      "/petstore/v1/pets": { get: operation, post: operation },
      "/petstore/v1/pets/{petId}": { get: operation },
      "/petstore/v2/{proxy+}": { [ANY]: operation },
    },
    components: { securitySchemes: { groups } },
  };
}

const KINDS = {
  "format 1.0": { authorizerPayloadFormatVersion: "1.0" },
  "format 2.0": { authorizerPayloadFormatVersion: "2.0" },
  "format 2.0, simple responses": {
    authorizerPayloadFormatVersion: "2.0",
    enableSimpleResponses: true,
    authorizerResultTtlInSeconds: 0,
  },
} as const;

function open(authorizer: object, stage = "$default", options: Partial<HttpGatewayOptions> = {}) {
  const clock = { now: Date.now() };
  const { authorize, authorizeSimply, tokenFor } = createSystem({ items: ITEMS, clock: () => clock.now });
  const isSimple = "enableSimpleResponses" in authorizer;
  const calls = { authorizer: 0, callers: [] as unknown[] };
  const definition = readHttpApiDefinition(contractWith(authorizer), { stage });
  const gateway = createHttpGateway(definition, {
    clock: () => clock.now,
    options,
    functions: {
      authorizer: async (event) => {
        calls.authorizer += 1;
        return asFunction(isSimple ? authorizeSimply : authorize)(event);
      },
      petstore: async (event) => {
        calls.callers.push(event);
        return { statusCode: 200, body: "pets" };
      },
    },
  });
  const call = async (line: string, token: string | undefined, more: Partial<GatewayRequest> = {}) => {
    const [method = "", rawPath = ""] = line.split(" ");
    const headers: HeaderField[] = token === undefined ? [] : [["Authorization", `Bearer ${token}`]];
    const sourceIp = "192.0.2.10";
    const body = new Uint8Array();
    const request = { method, rawPath, rawQuery: "", headers, body, sourceIp, ...more };
    const { status } = await gateway.handle(request);
    return status;
  };
  return { call, calls, clock, tokenFor };
}

/** The authorizer as its Lambda entry has it. */
function asFunction(authorize: Authorizer): Authorizer {
  return (event) =>
    authorize(event).catch((error: unknown) => {
      throw error instanceof UnauthorizedError ? new Error("Unauthorized") : error;
    });
}

const PETS = "GET /petstore/v1/pets";

describe.each(Object.entries(KINDS))("behind the authorizer, %s", (_, authorizer) => {
  it.each([
    [["pet-owner"], PETS, 200],
    [["pet-owner"], "GET /petstore/v1/pets/1", 200],
    [["pet-owner"], "POST /petstore/v1/pets", 403],
    [["pet-owner"], "DELETE /petstore/v2/users/1", 403],
    [["shelter"], "DELETE /petstore/v2/users/1", 200],
    [["nobody"], PETS, 403],
    [[], PETS, 403],
    [["pet-owner"], "GET /petstore/v1/pets/", 404],
  ])("the groups %j with %s get %i", async (groups, line, status) => {
    const { call, tokenFor } = open(authorizer);
    expect(await call(line, tokenFor(groups))).toBe(status);
  });

  it("serves a named stage as well", async () => {
    const { call, tokenFor } = open(authorizer, "dev");
    const token = tokenFor(["pet-owner"]);
    expect(await call("GET /dev/petstore/v1/pets", token)).toBe(200);
    expect(await call("POST /dev/petstore/v1/pets", token)).toBe(403);
  });

  it("refuses a request without a token, and asks nobody", async () => {
    const { call, calls } = open(authorizer);
    expect(await call(PETS, undefined)).toBe(401);
    expect(calls).toEqual({ authorizer: 0, callers: [] });
  });

  it.each([
    ["serverError", 500],
    ["unauthorized", 401],
  ] as const)("answers an expired token with what `Unauthorized` is (%s): %i", async (option, status) => {
    const { call, calls, tokenFor } = open(authorizer, "$default", { unauthorizedError: option });
    expect(await call(PETS, tokenFor(["pet-owner"], { exp: epochSeconds() - 1 }))).toBe(status);
    expect(calls.callers).toEqual([]);
  });

  it.each([
    ["a bad signature", (token: string) => `${token.slice(0, -4)}AAAA`, 403],
    ["no token", () => "sesame", 403],
  ])("refuses %s", async (_, spoil, status) => {
    const { call, calls, tokenFor } = open(authorizer);
    expect(await call(PETS, spoil(tokenFor(["pet-owner"])))).toBe(status);
    expect(calls.callers).toEqual([]);
  });

  it("refuses two tokens", async () => {
    const { call, calls, tokenFor } = open(authorizer);
    const field: HeaderField = ["Authorization", `Bearer ${tokenFor(["pet-owner"])}`];
    expect(await call(PETS, undefined, { headers: [field, field] })).toBe(403);
    expect(calls.callers).toEqual([]);
  });

  it("decides by each request's address", async () => {
    const { call, tokenFor } = open(authorizer);
    const token = tokenFor(["shelter"]);
    expect(await call(PETS, token)).toBe(200);
    expect(await call(PETS, token, { sourceIp: "203.0.113.10" })).toBe(403);
    expect(await call(PETS, token)).toBe(200);
  });

  it("tells the function who calls", async () => {
    const { call, calls, tokenFor } = open(authorizer);
    await call(PETS, tokenFor(["pet-owner"]));
    const context = { sub: expect.any(String), username: expect.any(String) };
    expect(calls.callers).toMatchObject([{ requestContext: { authorizer: { lambda: context } } }]);
  });
});

describe("a policy that is kept", () => {
  it.each([KINDS["format 1.0"], KINDS["format 2.0"]])(
    "decides each request until the token expires: %j",
    async (kind) => {
      const { call, calls, clock, tokenFor } = open(kind);
      const token = tokenFor(["pet-owner"], { exp: epochSeconds() + 60 });
      expect(await call(PETS, token)).toBe(200);
      expect(await call("POST /petstore/v1/pets", token)).toBe(403);
      expect(await call("GET /petstore/v1/pets/1", token)).toBe(200);
      clock.now += 61_000;
      expect(await call(PETS, token)).toBe(403);
      expect(calls.authorizer).toBe(1);
    },
  );
});

describe("a simple response that is kept", () => {
  const kept = { ...KINDS["format 2.0, simple responses"], authorizerResultTtlInSeconds: 300 };

  it("is replayed for other routes, other addresses, and after the token has expired", async () => {
    const { call, calls, clock, tokenFor } = open(kept);
    const token = tokenFor(["pet-owner"], { exp: epochSeconds() + 60 });
    expect(await call(PETS, token)).toBe(200);
    expect(await call("POST /petstore/v1/pets", token)).toBe(200);
    expect(await call(PETS, token, { sourceIp: "203.0.113.10" })).toBe(200);
    clock.now += 61_000;
    expect(await call(PETS, token)).toBe(200);
    expect(calls.authorizer).toBe(1);
  });

  it("is asked for each route where the route's key is an identity source", async () => {
    const identitySource = "$request.header.Authorization,$context.routeKey";
    const { call, calls, tokenFor } = open({ ...kept, identitySource });
    const token = tokenFor(["pet-owner"]);
    expect(await call(PETS, token)).toBe(200);
    expect(await call("POST /petstore/v1/pets", token)).toBe(403);
    expect(await call(PETS, token)).toBe(200);
    expect(calls.authorizer).toBe(2);
  });
});
