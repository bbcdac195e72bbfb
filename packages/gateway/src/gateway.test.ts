import { describe, expect, it } from "vitest";
import { contract, EVERYTHING, petstore, request, result, statement, text } from "../test/petstore.ts";
import { createGateway, type DecisionEntry, type LogEntry, readDefinition } from "./index.ts";

const PETS = "GET /dev/petstore/v1/pets";

describe("a gateway", () => {
  it("is not made without the functions that its definition names", () => {
    const definition = readDefinition(contract());
    expect(() => createGateway(definition, { functions: { petstore: async () => null } })).toThrow(
      expect.objectContaining({
        code: "MissingFunction",
        problems: ["expected an implementation of the function `authorizer`, came `petstore`"],
      }),
    );
  });

  it("takes functions in a map", async () => {
    const functions = new Map([
      ["authorizer", async () => result()],
      ["petstore", async () => ({ statusCode: 204 })],
    ]);
    const gateway = createGateway(readDefinition(contract()), { functions });
    expect((await gateway.handle(request(PETS))).status).toBe(204);
  });

  it("takes no function from an object's prototype", () => {
    const definition = readDefinition(contract({ authorizerUri: "$" + "{toString}" }));
    expect(() => createGateway(definition, { functions: { petstore: async () => null } })).toThrow(
      /`toString`/,
    );
  });

  it("answers a fault with 500", async () => {
    const { send } = petstore({
      clock: (() => {
        let calls = 0;
        return () => {
          calls += 1;
          if (calls === 2) throw new Error("s3cr3t");
          return 0;
        };
      })(),
    });
    const response = await send(PETS);
    expect([response.status, text(response)]).toEqual([500, '{"message":"Internal server error"}']);
  });

  it("sends no body to HEAD", async () => {
    const { send } = petstore();
    const response = await send("HEAD /dev/open/x");
    expect([response.status, text(response)]).toEqual([200, ""]);
  });
});

describe("the access log", () => {
  it.each([
    [
      "a miss",
      PETS,
      { status: 200, decision: "allowed", sids: ["All"], authorizer: "miss", principalId: "ann" },
    ],
    ["an open method", "GET /dev/open", { status: 200, decision: null, sids: [], authorizer: "none" }],
    ["no route", "GET /dev/none", { status: 403, resourcePath: null, principalId: null, authorizer: "none" }],
    ["a greedy route", "PUT /dev/petstore/v2/x", { method: "PUT", resourcePath: "/petstore/v2/{proxy+}" }],
  ])("tells of %s", async (_, line, expected) => {
    const entries: DecisionEntry[] = [];
    const { send } = petstore({
      onDecision: (entry) => entries.push(entry),
      authorize: () => result([statement("Allow", EVERYTHING, { Sid: "All" })]),
    });
    await send(line);
    expect(entries).toEqual([expect.objectContaining(expected)]);
  });

  it("tells a hit, and which statements denied", async () => {
    const entries: DecisionEntry[] = [];
    const { send } = petstore({
      onDecision: (entry) => entries.push(entry),
      authorize: () =>
        result([
          statement("Allow", EVERYTHING, { Sid: "All" }),
          statement("Deny", EVERYTHING, { Sid: "Never" }),
        ]),
    });
    await send(PETS);
    await send(PETS);
    expect(entries[1]).toMatchObject({
      status: 403,
      decision: "explicitDeny",
      sids: ["Never"],
      authorizer: "hit",
    });
  });

  it("changes no answer when it fails", async () => {
    const fail = () => {
      throw new Error("disk full");
    };
    const { send } = petstore({ onDecision: fail, log: fail });
    expect((await send(PETS)).status).toBe(200);
    expect((await send(PETS, { headers: [] })).status).toBe(401);
  });
});

describe("the execution log", () => {
  it.each([
    ["GET /dev/%", "MalformedRequest", {}],
    ["GET /prod/open", "WrongStage", {}],
    ["GET /dev/none", "NoRoute", {}],
    [PETS, "AuthorizerUnauthorized", { authorize: () => Promise.reject(new Error("Unauthorized")) }],
    [PETS, "AuthorizerFailed", { authorize: () => Promise.reject(new Error("s3cr3t")) }],
    [PETS, "AuthorizerResultInvalid", { authorize: () => result(undefined, { context: { a: ["s3cr3t"] } }) }],
    [PETS, "FunctionFailed", { serve: () => Promise.reject(new Error("s3cr3t")) }],
    [PETS, "FunctionResultInvalid", { serve: () => "s3cr3t" }],
  ])("%s: %s", async (line, reason, settings) => {
    const entries: LogEntry[] = [];
    const { send } = petstore({ ...settings, log: (entry) => entries.push(entry) });
    await send(line, { headers: [["Authorization", "Bearer s3cr3t"]] });
    expect(entries).toEqual([expect.objectContaining({ requestId: expect.any(String), reason })]);
    expect(JSON.stringify(entries)).not.toContain("s3cr3t");
  });
});
