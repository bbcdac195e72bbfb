import {
  createDynamoDenyList,
  createMemoryDenyList,
  createMemoryPolicyStore,
  type DenyList,
  type DenySubject,
  PolicyStoreError,
} from "@lychgate/policy-store";
import { beforeEach, describe, expect, it } from "vitest";
import { httpEvent2, tokenEvent } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { attributesOf, startPolicyTable } from "../test/policy-table.ts";
import { createSystem } from "../test/system.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const SUB = "5c0a4c0e-0000-4000-8000-000000000001";
const SIGN_IN = "5c0a4c0e-0000-4000-8000-000000000002";
const CLIENT = "1example23456789";
const TTL = 60_000;

const REVOKED = {
  principalId: SUB,
  policyDocument: { Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"] }] },
  context: { sub: SUB, reason: "Revoked" },
};

let now: number;
let denyList: DenyList;
/** The groups and subjects of each look-up, in turn. */
let asked: [readonly string[], readonly DenySubject[]][];
/** Why the table does not answer; undefined while it does. */
let failure: unknown;
beforeEach(() => {
  now = Math.floor(Date.now() / 1000) * 1000;
  denyList = createMemoryDenyList(createMemoryPolicyStore([OWNER]));
  asked = [];
  failure = undefined;
});

const watched: Pick<DenyList, "getWith"> = {
  async getWith(groups, subjects) {
    asked.push([groups, subjects]);
    if (failure !== undefined) throw failure;
    return denyList.getWith(groups, subjects);
  },
};

function systemWith(options: Parameters<typeof createSystem>[0] = {}) {
  const store = { get: () => Promise.reject(new Error("expected one request for both")) };
  const { tokenFor, ...system } = createSystem({ store, denyList: watched, clock: () => now, ...options });
  const eventFor = (groups: readonly string[], claims = {}) =>
    tokenEvent(`Bearer ${tokenFor(groups, { origin_jti: SIGN_IN, ...claims })}`);
  return { ...system, tokenFor, eventFor };
}

describe("the deny list", () => {
  it("is asked for user, sign-in and client together with the groups, once for the time of a policy", async () => {
    const { authorize, eventFor, log } = systemWith();
    for (const passed of [0, TTL - 1, 1]) {
      now += passed;
      await expect(authorize(eventFor(["pet-owner"]))).resolves.toMatchObject({
        context: { groups: "pet-owner" },
      });
    }
    const question = [
      ["pet-owner"],
      [
        { kind: "sub", value: SUB },
        { kind: "origin_jti", value: SIGN_IN },
        { kind: "client", value: CLIENT },
      ],
    ];
    expect(asked).toEqual([question, question]);
    expect(log.map(({ reason }) => reason)).toEqual(["Authorized", "Authorized", "Authorized"]);
  });

  it.each<DenySubject>([
    { kind: "sub", value: SUB },
    { kind: "origin_jti", value: SIGN_IN },
    { kind: "client", value: CLIENT },
  ])("denies whom it names: %j", async (subject) => {
    await denyList.put(subject);
    const { authorize, authorizeSimply, tokenFor, eventFor, log } = systemWith();
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject(REVOKED);
    expect(log).toMatchObject([{ reason: "Revoked", principalId: SUB }]);
    const authorization = `Bearer ${tokenFor(["pet-owner"], { origin_jti: SIGN_IN })}`;
    expect(await authorizeSimply(httpEvent2({ authorization }))).toMatchObject({ isAuthorized: false });
  });

  it.each<DenySubject>([
    { kind: "sub", value: SIGN_IN },
    { kind: "sub", value: SUB.toUpperCase() },
    { kind: "origin_jti", value: SUB },
    { kind: "client", value: `${CLIENT} ` },
  ])("denies nobody else: %j", async (subject) => {
    await denyList.put(subject);
    const { authorize, eventFor } = systemWith();
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject({ context: { groups: "pet-owner" } });
  });

  it("denies a caller without a policy, or without groups, by its own reason", async () => {
    await denyList.put({ kind: "sub", value: SUB });
    const { authorize, eventFor } = systemWith();
    for (const groups of [["admins"], []]) expect(await authorize(eventFor(groups))).toMatchObject(REVOKED);
  });

  it("is nothing that a group's name could stand for", async () => {
    await denyList.put({ kind: "sub", value: "ben" });
    const { authorize, eventFor } = systemWith();
    const event = eventFor(["$lychgate/deny/sub/ben", "pet-owner"]);
    expect(await authorize(event)).toMatchObject({ context: { groups: "pet-owner" } });
  });

  it("takes effect, and ends, within the time of a policy", async () => {
    const { authorize, eventFor } = systemWith();
    const reasonOf = async () => (await authorize(eventFor(["pet-owner"]))).context.reason;
    expect(await reasonOf()).toBeUndefined();
    await denyList.put({ kind: "sub", value: SUB });
    now += TTL;
    expect(await reasonOf()).toBe("Revoked");
    await denyList.remove({ kind: "sub", value: SUB });
    now += TTL;
    expect(await reasonOf()).toBeUndefined();
  });

  it("says nothing from the time on that an entry has, remembered or not", async () => {
    await denyList.put({ kind: "sub", value: SUB, until: now / 1000 + 10 });
    const { authorize, eventFor } = systemWith();
    now += 9_999;
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject(REVOKED);
    now += 1;
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject({ context: { groups: "pet-owner" } });
    expect(asked).toHaveLength(1);
  });

  it("is not asked when there is none", async () => {
    const { authorize, eventFor } = systemWith({
      denyList: undefined,
      store: createMemoryPolicyStore([OWNER]),
    });
    await denyList.put({ kind: "sub", value: SUB });
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject({ context: { groups: "pet-owner" } });
    expect(asked).toEqual([]);
  });

  it.each([
    ["too long", "x".repeat(513)],
    ["no text that UTF-8 can carry", "\ud800"],
  ])("lets nobody in whom it could not name: a `sub` that is %s", async (_, sub) => {
    const { authorize, eventFor } = systemWith();
    expect(await authorize(eventFor(["pet-owner"], { sub }))).toMatchObject({
      policyDocument: { Statement: [{ Effect: "Deny" }] },
      context: { reason: "TokenInvalid" },
    });
    expect(asked).toEqual([]);
  });
});

describe("a deny list that cannot be read", () => {
  it.each([
    [new PolicyStoreError("Unreachable", "no answer", { cause: new Error() }), "PoliciesUnavailable"],
    [new PolicyStoreError("Denied", "denied access"), "PoliciesUnavailable"],
    [new PolicyStoreError("Malformed", "`$lychgate/deny/sub/ana`"), "PolicyMalformed"],
  ])("is a fault and never skipped: %s", async (cause, code) => {
    failure = cause;
    const { authorize, eventFor } = systemWith({ stalePolicySeconds: 300 });
    await expect(authorize(eventFor(["pet-owner"]))).rejects.toMatchObject({ code, cause });
  });

  it("is used as it was read last where stale policies are, in both directions, and that is said", async () => {
    const { authorize, eventFor, log } = systemWith({ stalePolicySeconds: 300 });
    const ben = { sub: "ben", origin_jti: "another" };
    await denyList.put({ kind: "sub", value: "ben" });
    await authorize(eventFor(["pet-owner"]));
    await authorize(eventFor(["pet-owner"], ben));
    now += TTL;
    failure = new PolicyStoreError("Throttled", "table `t` is throttled");
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject({
      context: { groups: "pet-owner", policyStale: "true" },
    });
    expect(await authorize(eventFor(["pet-owner"], ben))).toMatchObject({
      context: { reason: "Revoked", policyStale: "true" },
    });
    expect(log.slice(2)).toMatchObject([
      { reason: "Authorized", stale: true },
      { reason: "Revoked", stale: true },
    ]);
  });

  it("is a fault for a caller who was not looked for before, though the group is known", async () => {
    const { authorize, eventFor } = systemWith({ stalePolicySeconds: 300 });
    await authorize(eventFor(["pet-owner"]));
    failure = new PolicyStoreError("Throttled", "table `t` is throttled");
    await expect(authorize(eventFor(["pet-owner"], { sub: "ben" }))).rejects.toMatchObject({
      code: "PoliciesUnavailable",
    });
  });
});

describe("a deny list in DynamoDB", () => {
  it("denies by the table's own item", async () => {
    const server = await startPolicyTable();
    await server.put(attributesOf(OWNER));
    await server.put({ group: { S: `$lychgate/deny/sub/${SUB}` } });
    const { authorize, eventFor } = systemWith({
      denyList: createDynamoDenyList({ client: server.client, tableName: server.tableName }),
    });
    expect(await authorize(eventFor(["pet-owner"]))).toMatchObject(REVOKED);
    expect(await authorize(eventFor(["pet-owner"], { sub: "ben" }))).toMatchObject({
      context: { groups: "pet-owner" },
    });
    await server.close();
  });
});
