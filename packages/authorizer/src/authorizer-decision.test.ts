import { createMemoryPolicyStore } from "@lychgate/policy-store";
import { describe, expect, it } from "vitest";
import { connectEvent, httpEvent2, PETS, requestEvent, tokenEvent } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { createSystem } from "../test/system.ts";
import { epochSeconds } from "../test/user-pool.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const CLINIC = itemOf("clinic", {
  ...statementOf("Clinic", "Allow", "GET/*"),
  Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
});
const ITEMS = [OWNER, CLINIC];
const ID = "JKJaXmPLvHcESHA=";

const system = (options = {}) => createSystem({ items: ITEMS, ...options });

function rest(authorization: string, context: object = { extendedRequestId: ID }) {
  const event = requestEvent({ Authorization: authorization });
  return { ...event, requestContext: { ...event.requestContext, ...context } };
}

function http(authorization: string, path?: string) {
  const event = httpEvent2({ authorization, ...(path !== undefined && { path }) });
  return { ...event, requestContext: { ...event.requestContext, requestId: ID } };
}

describe("the decision for the method that was called", () => {
  it.each<[string[], string, object]>([
    [["pet-owner"], PETS, { decision: "allowed", sid: "Pets" }],
    [["pet-owner"], PETS.replace("GET", "POST"), { decision: "implicitDeny" }],
    [["clinic"], PETS.replace("GET", "POST"), { decision: "implicitDeny" }],
  ])("of %j for %s stands in the log: %j", async (groups, methodArn, expected) => {
    const { authorize, tokenFor, log } = system();
    await authorize(tokenEvent(`Bearer ${tokenFor(groups)}`, methodArn));
    expect(log).toEqual([expect.objectContaining(expected)]);
    if (!("sid" in expected)) expect(log[0]).not.toHaveProperty("sid");
  });

  it("is not told where the event does not tell enough", async () => {
    const { authorize, tokenFor, log } = system();
    const token = `Bearer ${tokenFor(["clinic"])}`;
    await authorize(tokenEvent(token));
    await authorize(rest(token));
    expect(log[0]).not.toHaveProperty("decision");
    expect(log[1]).toMatchObject({ decision: "allowed", sid: "Clinic" });
  });

  it("stands in the context with the request that it is about, and in nothing else of the result", async () => {
    const { authorize, tokenFor, log } = system();
    const token = `Bearer ${tokenFor(["pet-owner"])}`;
    const { context, ...result } = await authorize(rest(token));
    const { context: plain, ...others } = await authorize(tokenEvent(token));
    expect(context).toEqual({ ...plain, decision: "allowed", sid: "Pets", decidedFor: ID });
    expect(result).toEqual(others);
    expect(log.map(({ requestId }) => requestId)).toEqual([ID, undefined]);
  });

  it("stands in the context of a simple response, allowed or not", async () => {
    const { authorizeSimply, tokenFor } = system();
    const token = `Bearer ${tokenFor(["pet-owner"])}`;
    expect(await authorizeSimply(http(token))).toMatchObject({
      isAuthorized: true,
      context: { decision: "allowed", sid: "Pets", decidedFor: ID },
    });
    expect(await authorizeSimply(http(token, "/other"))).toMatchObject({
      isAuthorized: false,
      context: { decision: "implicitDeny", decidedFor: ID },
    });
  });

  it("makes the result of a WebSocket, which may not be large, no larger", async () => {
    const { authorize, tokenFor, log } = system();
    const event = connectEvent({ Authorization: `Bearer ${tokenFor(["pet-owner"])}` });
    const requestContext = { ...event.requestContext, extendedRequestId: ID };
    const { context } = await authorize({ ...event, requestContext });
    expect(context).not.toHaveProperty("decision");
    expect(log).toMatchObject([{ decision: "implicitDeny", requestId: ID }]);
  });

  it("is told nowhere where it is switched off, but where it is the answer", async () => {
    const { authorize, authorizeSimply, tokenFor, log } = system({ explainDecisions: false });
    const token = `Bearer ${tokenFor(["pet-owner"])}`;
    const { context } = await authorize(rest(token));
    for (const told of [context, log[0]]) {
      expect(told).not.toHaveProperty("decision");
      expect(told).not.toHaveProperty("sid");
    }
    await authorizeSimply(http(token));
    expect(log[1]).toMatchObject({ decision: "allowed", sid: "Pets" });
  });
});

describe("the id of a request", () => {
  it.each<[string, object]>([
    ["a client can choose", { requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" }],
    ["is no id", { extendedRequestId: "eyJhbGciOi.eyJzdWIi.c2ln" }],
    ["is too long", { extendedRequestId: "a".repeat(65) }],
    ["is no text", { extendedRequestId: [ID] }],
  ])("that %s is not told", async (_, requestContext) => {
    const { authorize, tokenFor, log } = system();
    const { context } = await authorize(rest(`Bearer ${tokenFor(["pet-owner"])}`, requestContext));
    expect(log[0]).not.toHaveProperty("requestId");
    expect(context).not.toHaveProperty("decidedFor");
    expect(context).not.toHaveProperty("sid");
  });

  it("is told of what is denied or not decided, too", async () => {
    const { authorize, tokenFor, log } = system({
      store: { get: () => Promise.reject(new Error("down")) },
    });
    await authorize(rest("Bearer a.b.c"));
    for (const token of [tokenFor([], { exp: epochSeconds() - 1 }), tokenFor(["pet-owner"])])
      await expect(authorize(rest(`Bearer ${token}`))).rejects.toThrow();
    expect(log).toEqual([
      { reason: "TokenInvalid", requestId: ID },
      { reason: "TokenExpired", requestId: ID },
      expect.objectContaining({ reason: "PoliciesUnavailable", requestId: ID }),
    ]);
  });
});

describe("what is measured of a call", () => {
  it("says what was remembered, and how long the look-up took", async () => {
    let now = Date.now();
    const store = createMemoryPolicyStore(ITEMS);
    const slow: typeof store.get = (groups) => {
      now += 7;
      return store.get(groups);
    };
    const { authorize, tokenFor, measures } = createSystem({ store: { get: slow }, clock: () => now });
    const event = tokenEvent(`Bearer ${tokenFor(["pet-owner"])}`);
    await authorize(event);
    await authorize(event);
    await expect(authorize(tokenEvent(undefined))).rejects.toThrow();
    await expect(authorize({})).rejects.toThrow();
    const none = { tokens: 0, tokensVerified: 0, policies: 0, lookUpMilliseconds: [] };
    expect(measures).toEqual([
      { tokens: 1, tokensVerified: 1, policies: 1, lookUpMilliseconds: [7] },
      { ...none, tokens: 1, policies: 1 },
      none,
      none,
    ]);
  });
});
