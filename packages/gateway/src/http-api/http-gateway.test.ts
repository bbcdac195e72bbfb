import { describe, expect, it } from "vitest";
import { httpContract, httpOperation, httpPetstore, ISSUER } from "../../test/http-petstore.ts";
import { EVERYTHING, request, result, statement, text } from "../../test/petstore.ts";
import {
  createHttpGateway,
  type DecisionEntry,
  type HttpLogEntry,
  readDefinition,
  readHttpApiDefinition,
} from "../index.ts";

const functions = { authorizer: async () => result(), pets: async () => "pets" };

describe("a gateway of an HTTP API is not made", () => {
  const definition = readHttpApiDefinition(httpContract());
  const signed = { ...httpOperation({}, { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }), security: [] };
  const issuers = { [ISSUER]: async () => ({ type: "invalid" }) as const };

  it.each([
    ["a function", definition, { functions: {}, issuers }, "MissingFunction"],
    ["the keys of an issuer", definition, { functions }, "MissingIssuer"],
    [
      "identities",
      readHttpApiDefinition(httpContract({}, { paths: { "/": { get: signed } } })),
      { functions },
      "MissingIam",
    ],
  ])("without %s", (_, of, settings, code) => {
    expect(() => createHttpGateway(of, settings)).toThrow(expect.objectContaining({ code }));
  });
});

describe("a document of an HTTP API", () => {
  it("names `--api http` where it is read as that of a REST API", () => {
    const document = httpContract({}, { "x-amazon-apigateway-cors": { allowOrigins: ["*"] } });
    const hint = "belongs to HTTP APIs, which `--api http` serves";
    const wrong = () => readDefinition(document);
    expect(wrong).toThrow(`x-amazon-apigateway-cors: ${hint}`);
    expect(wrong).toThrow(`payloadFormatVersion: ${hint}`);
  });

  it("may have tags, as SAM writes them", () => {
    const tags = [{ name: "httpapi:createdBy", "x-amazon-apigateway-tag-value": "SAM" }];
    expect(readHttpApiDefinition(httpContract({}, { tags })).routes).not.toEqual([]);
  });

  it("may have its integrations among the components", async () => {
    const reference = { $ref: "#/components/x-amazon-apigateway-integrations/pets" };
    const operation = { security: [], "x-amazon-apigateway-integration": reference };
    const { "x-amazon-apigateway-integration": integration } = httpOperation() as Record<string, object>;
    const components = { "x-amazon-apigateway-integrations": { pets: integration } };
    const document = { ...httpContract(), paths: { "/pets": { get: operation } }, components };
    const gateway = createHttpGateway(readHttpApiDefinition(document), { functions });
    expect(text(await gateway.handle(request("GET /pets")))).toBe("pets");
    expect(() => readHttpApiDefinition({ ...document, components: {} })).toThrow(
      "$ref: expected an integration of the components, came none",
    );
  });
});

describe("the logs", () => {
  it("say what became of a request, and hold no header, token or message", async () => {
    const log: HttpLogEntry[] = [];
    const decisions: DecisionEntry[] = [];
    const { send } = httpPetstore({
      log: (entry) => log.push(entry),
      onDecision: (entry) => decisions.push(entry),
      requestId: () => "id",
      serve: () => {
        throw new Error("secret message");
      },
    });
    await send("GET /pets/secret-path?secret-query", { headers: [["Authorization", "Bearer secret-token"]] });
    await send("GET /none");
    expect(log).toEqual([
      { requestId: "id", reason: "FunctionFailed", functionName: "pets" },
      { requestId: "id", reason: "NoRoute" },
    ]);
    expect(decisions).toEqual([
      {
        requestId: "id",
        method: "GET",
        resourcePath: "/pets/{petId}",
        status: 500,
        principalId: "ann",
        decision: "allowed",
        sids: [],
        authorizer: "miss",
      },
      {
        requestId: "id",
        method: "GET",
        resourcePath: null,
        status: 404,
        principalId: null,
        decision: null,
        sids: [],
        authorizer: "none",
      },
    ]);
  });

  it("that fail change no answer", async () => {
    const fail = () => {
      throw new Error("disk full");
    };
    const { send } = httpPetstore({ log: fail, onDecision: fail });
    expect((await send("GET /none")).status).toBe(404);
  });
});

it("answers HEAD without a body", async () => {
  const { send } = httpPetstore();
  expect((await send("HEAD /open")).body).toHaveLength(0);
});

it("answers a fault of its own with 500", async () => {
  const { send } = httpPetstore({
    requestId: () => "id",
    issuers: {
      [ISSUER]: () => {
        throw new Error("not a promise");
      },
    },
  });
  const response = await send("GET /claims");
  expect([response.status, text(response)]).toEqual([500, '{"message":"Internal Server Error"}']);
});

it("does not keep a result from before the cache was reset", async () => {
  const { promise: called, resolve: call } = Promise.withResolvers<void>();
  const { promise, resolve } = Promise.withResolvers<object>();
  const answers = [promise, result([statement("Deny", EVERYTHING)])];
  const { gateway, send } = httpPetstore({
    authorize: () => {
      call();
      return answers.shift();
    },
  });
  const first = send("GET /pets");
  await called;
  gateway.flushAuthorizerCache();
  resolve(result());
  expect((await first).status).toBe(200);
  expect((await send("GET /pets")).status).toBe(403);
});
