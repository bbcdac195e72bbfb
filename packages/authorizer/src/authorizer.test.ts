import { DENY_ALL } from "@lychgate/policy";
import { createMemoryPolicyStore } from "@lychgate/policy-store";
import { describe, expect, it } from "vitest";
import { DEV, PETS, PROD, requestEvent, tokenEvent } from "../test/events.ts";
import { counting, itemOf, statementOf } from "../test/policies.ts";
import { createSystem, PRIVATE_CLAIMS, type System } from "../test/system.ts";
import { createUserPool, epochSeconds } from "../test/user-pool.ts";
import type { AuthorizerResult } from "./authorizer.ts";
import { denyFrom } from "./bound-policy.ts";
import { UnauthorizedError } from "./errors.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const VET = itemOf("pet-veterinarian", statementOf("All", "Allow", "GET/petstore/v1/*"));
const ITEMS = [OWNER, VET];
const SUB = "5c0a4c0e-0000-4000-8000-000000000001";

const bearer = (token: string) => tokenEvent(`Bearer ${token}`);
const sidsOf = ({ policyDocument }: AuthorizerResult) => policyDocument.Statement.map(({ Sid }) => Sid);

describe("a member of a group", () => {
  it("gets the group's policy in this API and stage until the token expires", async () => {
    const { authorize, tokenFor, log } = createSystem({ items: ITEMS });
    const exp = epochSeconds() + 600;
    expect(await authorize(bearer(tokenFor(["pet-owner"], { exp })))).toEqual({
      principalId: SUB,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Pets",
            Effect: "Allow",
            Action: ["execute-api:Invoke"],
            Resource: [`${DEV}GET/petstore/v1/pets`],
          },
          denyFrom(exp),
        ],
      },
      context: {
        sub: SUB,
        username: PRIVATE_CLAIMS.username,
        groups: "pet-owner",
        policyRevision: OWNER.revision,
      },
    });
    const entry = { reason: "Authorized", principalId: SUB, groups: ["pet-owner"] };
    const decided = { policyRevision: OWNER.revision, decision: "allowed", sid: "Pets" };
    expect(log).toEqual([{ ...entry, ...decided }]);
  });

  it("gets the same from a TOKEN and a REQUEST event, whatever the method that is called", async () => {
    const { authorize, tokenFor } = createSystem({ items: ITEMS });
    const token = tokenFor(["pet-owner", "pet-veterinarian"]);
    const events = [
      bearer(token),
      requestEvent({ authorization: `Bearer ${token}` }),
      tokenEvent(`Bearer ${token}`, `${DEV}DELETE/petstore/v1/pets/1`),
      tokenEvent(`bearer ${token}`, `${DEV}GET/`),
    ];
    const [first, ...others] = await Promise.all(events.map((event) => authorize(event)));
    for (const other of others) expect(other).toEqual(first);
  });

  it("of another stage gets the policy there", async () => {
    const { authorize, tokenFor } = createSystem({ items: ITEMS });
    const token = tokenFor(["pet-owner"]);
    await authorize(bearer(token));
    const { policyDocument } = await authorize(tokenEvent(`Bearer ${token}`, PETS.replace(DEV, PROD)));
    expect(policyDocument.Statement[0]?.Resource).toEqual([`${PROD}GET/petstore/v1/pets`]);
  });
});

describe("a member of several groups", () => {
  it("gets what all of them may, and is told which have a policy", async () => {
    const { authorize, tokenFor, log } = createSystem({ items: ITEMS });
    const result = await authorize(bearer(tokenFor(["pet-veterinarian", "without-policy", "pet-owner"])));
    expect(sidsOf(result)).toEqual(["All", "Pets", "TokenExpired"]);
    expect(result.context.groups).toBe("pet-owner pet-veterinarian");
    expect(result.context.policyRevision).toMatch(/^[0-9a-f]{64}$/);
    expect(log).toMatchObject([{ reason: "Authorized", groups: ["pet-owner", "pet-veterinarian"] }]);
  });

  it("costs one look-up", async () => {
    const store = counting((groups) => createMemoryPolicyStore(ITEMS).get(groups));
    const { authorize, tokenFor } = createSystem({ store });
    await authorize(bearer(tokenFor(["pet-veterinarian", "pet-owner"])));
    await authorize(bearer(tokenFor(["pet-owner"])));
    expect(store.asked).toEqual([["pet-owner", "pet-veterinarian"]]);
  });
});

describe("the context", () => {
  it.each<[string, string[], string[]]>([
    ["of a member", ["pet-owner"], ["groups", "policyRevision", "sub", "username"]],
    [
      "of a member of several groups",
      ["pet-owner", "pet-veterinarian"],
      ["groups", "policyRevision", "sub", "username"],
    ],
    ["of somebody without a policy", [], ["reason", "sub", "username"]],
  ])("%s holds texts alone, and nothing else of the token", async (_, groups, keys) => {
    const { authorize, tokenFor } = createSystem({ items: ITEMS });
    const { context } = await authorize(bearer(tokenFor(groups)));
    expect(Object.keys(context).sort()).toEqual(keys);
    for (const value of Object.values(context)) expect(value).toBeTypeOf("string");
  });
});

describe("a caller without a policy", () => {
  it.each<[string, string[] | undefined]>([
    ["no claim of groups", undefined],
    ["no group", []],
    ["a group without a policy", ["without-policy"]],
    ["an identity provider's group alone", ["eu-west-1_Lychgate_Google"]],
    ["a group that is named like a property of objects", ["__proto__", "constructor"]],
  ])("because of %s is denied, by name", async (_, groups) => {
    const items = [...ITEMS, itemOf("eu-west-1_Lychgate_Google", statementOf("All", "Allow", "GET/*"))];
    const { authorize, tokenFor, log } = createSystem({ items });
    expect(await authorize(bearer(tokenFor(groups)))).toEqual({
      principalId: SUB,
      policyDocument: DENY_ALL,
      context: { sub: SUB, username: PRIVATE_CLAIMS.username, reason: "NoPolicy" },
    });
    expect(log).toEqual([{ reason: "NoPolicy", principalId: SUB }]);
  });
});

describe("a caller whom nothing identifies", () => {
  const foreign = createUserPool("eu-west-1_Other");
  it.each<[string, string, (system: System) => unknown]>([
    ["a token of another pool", "TokenInvalid", () => bearer(foreign.token())],
    [
      "a forged token",
      "TokenInvalid",
      ({ tokenFor }) => bearer(`${tokenFor(["pet-owner"]).slice(0, -8)}AAAAAAAA`),
    ],
    ["an id token", "TokenInvalid", ({ tokenFor }) => bearer(tokenFor(["pet-owner"], { token_use: "id" }))],
    ["no token at all", "TokenInvalid", () => bearer("not-a-token")],
    ["another scheme", "TokenInvalid", () => tokenEvent("Basic YW5hOnNlY3JldA==")],
    ["a token that is too long", "TokenInvalid", () => bearer("a".repeat(10_241))],
    [
      "two headers, though both are good",
      "TokenAmbiguous",
      ({ tokenFor }) => {
        const value = `Bearer ${tokenFor(["pet-owner"])}`;
        return requestEvent({ Authorization: value }, { Authorization: [value, value] });
      },
    ],
  ])("because of %s is denied for %s", async (_, reason, eventOf) => {
    const system = createSystem({ items: ITEMS });
    expect(await system.authorize(eventOf(system))).toEqual({
      principalId: "unknown",
      policyDocument: DENY_ALL,
      context: { reason },
    });
    expect(system.log).toEqual([{ reason }]);
  });
});

describe("a caller who has to authenticate again", () => {
  it.each<[string, string, (system: System) => unknown]>([
    ["no token", "TokenMissing", () => tokenEvent(undefined)],
    ["an empty token", "TokenMissing", () => tokenEvent("")],
    ["no header", "TokenMissing", () => requestEvent({ Host: "h" })],
    [
      "an expired token",
      "TokenExpired",
      ({ tokenFor }) => bearer(tokenFor(["pet-owner"], { exp: epochSeconds() - 1 })),
    ],
  ])("because of %s is told so, which is no result: %s", async (_, reason, eventOf) => {
    const system = createSystem({ items: ITEMS });
    const error: unknown = await system.authorize(eventOf(system)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnauthorizedError);
    expect(error).toMatchObject({ code: "Unauthorized", reason });
    expect(system.log).toEqual([{ reason }]);
  });

  it("because a token has expired that was remembered is told so too", async () => {
    let now = Date.now();
    const system = createSystem({ items: ITEMS, clock: () => now });
    const exp = epochSeconds() + 600;
    const event = bearer(system.tokenFor(["pet-owner"], { exp }));
    now = exp * 1000 - 1;
    await system.authorize(event);
    now = exp * 1000;
    await expect(system.authorize(event)).rejects.toMatchObject({ reason: "TokenExpired" });
  });
});

describe("a policy that was changed", () => {
  it.each([
    ["before its time is over", 59_999, ["Pets", "TokenExpired"]],
    ["when its time is over", 60_000, ["Fewer", "TokenExpired"]],
  ])("is not in force yet, or is, %s", async (_, passed, sids) => {
    let now = Date.now();
    let store = createMemoryPolicyStore(ITEMS);
    const { authorize, tokenFor } = createSystem({
      store: { get: (groups) => store.get(groups) },
      clock: () => now,
    });
    const event = bearer(tokenFor(["pet-owner"]));
    await authorize(event);
    store = createMemoryPolicyStore([
      itemOf("pet-owner", statementOf("Fewer", "Allow", "GET/petstore/v1/pets/1")),
    ]);
    now += passed;
    expect(sidsOf(await authorize(event))).toEqual(sids);
  });
});
