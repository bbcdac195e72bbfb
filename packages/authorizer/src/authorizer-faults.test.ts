import { revisionOf } from "@lychgate/policy";
import { createMemoryPolicyStore, PolicyStoreError } from "@lychgate/policy-store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectEvent, httpEvent1, httpEvent2, requestEvent, tokenEvent } from "../test/events.ts";
import { type KeyServer, startKeyServer } from "../test/key-server.ts";
import { itemOf, itemOfText, statementOf } from "../test/policies.ts";
import { createSystem, PRIVATE_CLAIMS, type System } from "../test/system.ts";
import { createAuthorizer } from "./authorizer.ts";
import { AuthorizerFault } from "./errors.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const ITEMS = [OWNER];
const SUB = "5c0a4c0e-0000-4000-8000-000000000001";

const bearer = (token: string) => tokenEvent(`Bearer ${token}`);

describe("a fault", () => {
  let down: KeyServer;
  beforeAll(async () => {
    down = await startKeyServer(() => ({ status: 503, body: "" }));
  });
  afterAll(() => down.close());

  const failing = (cause: unknown) => ({ get: () => Promise.reject(cause) });
  it.each<[string, string, () => System]>([
    [
      "keys that cannot be read",
      "KeysUnavailable",
      () => createSystem({ items: ITEMS, fetchJwks: down.fetchJwks }),
    ],
    [
      "a table that cannot be read",
      "PoliciesUnavailable",
      () =>
        createSystem({
          store: failing(new PolicyStoreError("Unreachable", "table `t` gave no usable answer")),
        }),
    ],
    ["a malformed policy", "PolicyMalformed", () => createSystem({ items: [itemOfText("pet-owner", "{}")] })],
    [
      "an item with the revision of another",
      "PolicyMalformed",
      () => createSystem({ items: [{ ...OWNER, revision: revisionOf("another") }] }),
    ],
  ])("such as %s is thrown and told, and is no denial: %s", async (_, code, systemOf) => {
    const { authorize, tokenFor, log } = systemOf();
    const error: unknown = await authorize(bearer(tokenFor(["pet-owner"]))).catch(
      (caught: unknown) => caught,
    );
    if (!(error instanceof AuthorizerFault)) throw new Error("expected a fault");
    expect(error.code).toBe(code);
    expect(log).toEqual([{ reason: code, message: error.message }]);
  });

  it("such as one malformed policy among good ones is thrown, for it may hold a Deny", async () => {
    const { authorize, tokenFor } = createSystem({ items: [OWNER, itemOfText("suspended", "{}")] });
    const event = bearer(tokenFor(["pet-owner", "suspended"]));
    await expect(authorize(event)).rejects.toMatchObject({ code: "PolicyMalformed" });
  });

  it("such as an event of another kind is thrown", async () => {
    const { authorize, log } = createSystem();
    await expect(authorize({ Records: [] })).rejects.toMatchObject({ code: "InvalidEvent" });
    expect(log).toMatchObject([{ reason: "InvalidEvent" }]);
  });

  it.each([
    ["an error that is not known", new RangeError("the token is secret-token"), "expected no `RangeError`"],
    ["what is no error", "secret-token", "expected no `string`"],
  ])("such as %s is thrown, and told by its name alone", async (_, cause, message) => {
    const log: unknown[] = [];
    const authorize = createAuthorizer({
      verify: () => Promise.reject(cause),
      store: createMemoryPolicyStore(),
      policyTtlSeconds: 60,
      log: (entry) => log.push(entry),
    });
    await expect(authorize(bearer("a"))).rejects.toMatchObject({ code: "Unexpected", message, cause });
    expect(log).toEqual([{ reason: "Unexpected", message }]);
  });

  it("is over as soon as its cause is", async () => {
    let isDown = true;
    const store = createMemoryPolicyStore(ITEMS);
    const { authorize, tokenFor } = createSystem({
      store: { get: (groups) => (isDown ? Promise.reject(new Error("down")) : store.get(groups)) },
    });
    const event = bearer(tokenFor(["pet-owner"]));
    await expect(authorize(event)).rejects.toMatchObject({ code: "PoliciesUnavailable" });
    isDown = false;
    await expect(authorize(event)).resolves.toMatchObject({ principalId: SUB });
  });
});

describe("what is logged and thrown", () => {
  it("holds neither a token nor a header nor any claim but who it is and the groups", async () => {
    const told: unknown[] = [];
    const secrets = new Set<string>(Object.values(PRIVATE_CLAIMS));
    const down = () => Promise.reject(new Error("down"));
    for (const options of [
      { items: ITEMS },
      { items: [itemOfText("pet-owner", "{}")] },
      { fetchJwks: down },
    ]) {
      const system = createSystem(options);
      for (const claims of [
        {},
        { exp: 1 },
        { token_use: "id" },
        { client_id: "client-private" },
        { sub: "" },
      ]) {
        const token = system.tokenFor(["pet-owner"], claims);
        for (const secret of [token, ...token.split(".")]) secrets.add(secret);
        const events = [
          bearer(token),
          requestEvent({ Authorization: `Bearer ${token}`, "X-Secret": "header-private" }),
          requestEvent(null, { authorization: [`Bearer ${token}`, "Bearer second-private"] }),
          { ...bearer(token), type: "private" },
          httpEvent1({ authorization: `Bearer ${token}`, identitySource: "identity-private" }),
          httpEvent2({ authorization: `Bearer ${token}`, path: "/path-private" }),
          { ...httpEvent2({ authorization: `Bearer ${token}` }), version: "version-private" },
          { ...connectEvent({ authorization: `Bearer ${token}` }), methodArn: "arn-private/$connect" },
        ];
        for (const event of events) {
          const error: unknown = await system.authorize(event).catch((caught: unknown) => caught);
          if (error instanceof Error) told.push({ ...error, message: error.message, stack: error.stack });
        }
      }
      expect(system.log).toHaveLength(40);
      told.push(...system.log);
    }
    const text = JSON.stringify(told);
    for (const secret of [...secrets, "private", "Bearer"]) expect(text).not.toContain(secret);
    for (const shown of [SUB, "pet-owner", "KeysUnavailable", "TokenExpired"]) expect(text).toContain(shown);
  });
});
