import type { BatchGetItemCommandInput } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynaliteServer, startDynalite } from "../test/dynalite-server.ts";
import { startStubEndpoint } from "../test/endpoint.ts";
import { itemOf } from "../test/items.ts";
import { collect, contentOf } from "../test/store-content.ts";
import { describeDenyList } from "./deny-list.cases.ts";
import { denySubjectOf, isInEffect } from "./deny-list.ts";
import { createDynamoDenyList } from "./dynamo-deny-list.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { createDynamoReleaseStore } from "./dynamo-release-store.ts";
import { createMemoryDenyList } from "./memory-deny-list.ts";
import { createMemoryPolicyStore } from "./memory-policy-store.ts";
import { applyRelease, isInForce, planRelease } from "./seed-release.ts";
import type { StoredItem } from "./stored-item.ts";

let server: DynaliteServer;
beforeAll(async () => {
  server = await startDynalite();
});
afterAll(() => server.close());

async function openTable(items: readonly StoredItem[] = []) {
  const table = { client: server.client, tableName: await server.createTable(items) };
  return {
    store: createDynamoPolicyStore(table),
    releases: createDynamoReleaseStore(table),
    denyList: createDynamoDenyList(table),
  };
}

describeDenyList("the deny list in memory", async () => {
  const store = createMemoryPolicyStore();
  return { store, denyList: createMemoryDenyList(store) };
});

describeDenyList("the deny list in DynamoDB", openTable);

const ANA = { kind: "sub", value: "ana" } as const;
const KEY = { group: { S: "$lychgate/deny/sub/ana" } };

describe("an item of the deny list in DynamoDB", () => {
  it("counts although it is nothing but a key, as somebody in a hurry writes it", async () => {
    const { denyList } = await openTable([KEY]);
    expect((await denyList.getWith([], [ANA])).denied).toEqual([ANA]);
  });

  it.each<[string, StoredItem]>([
    ["an `until` that is no number", { until: { S: "1900000000" } }],
    ["an `until` in milliseconds", { until: { N: "1900000000000" } }],
    ["an `until` with a fraction", { until: { N: "0.5" } }],
    ["a `reason` of another type", { reason: { N: "1" } }],
    ["a `createdAt` of another type", { createdAt: { BOOL: true } }],
  ])("with %s is a fault, and can be removed", async (_, attributes) => {
    const { denyList } = await openTable([{ ...KEY, ...attributes }]);
    const fault = { code: "Malformed", message: expect.stringContaining("$lychgate/deny/sub/ana") };
    await expect(denyList.getWith([], [ANA])).rejects.toMatchObject(fault);
    await expect(collect(denyList.list())).rejects.toMatchObject(fault);
    expect(await denyList.remove(ANA)).toBe(true);
  });

  it("of an unknown kind is a fault of the listing, for it refuses nobody", async () => {
    const { denyList } = await openTable([{ group: { S: "$lychgate/deny/user/ana" } }]);
    await expect(collect(denyList.list())).rejects.toMatchObject({
      message: expect.stringContaining("expected one of sub, origin_jti, client"),
    });
  });

  it("is stored with a number for `until`, as a table's time to live has to be", async () => {
    let sent: unknown;
    const { client, close } = await startStubEndpoint((_, body) => {
      sent = body;
      return { status: 200, body: "{}" };
    });
    await createDynamoDenyList({ client, tableName: "t" }).put({
      ...ANA,
      until: 1_900_000_000,
      reason: "lost",
    });
    await close();
    expect(sent).toEqual({
      TableName: "t",
      Item: { ...KEY, until: { N: "1900000000" }, reason: { S: "lost" } },
    });
  });
});

describe("policies and entries together", () => {
  it.each([
    [0, [3]],
    [97, [100]],
    [98, [100, 1]],
  ])("are %i groups and three subjects: requests of %j keys", async (count, sizes) => {
    const asked: number[] = [];
    const { client, operations, close } = await startStubEndpoint((_, body) => {
      const { RequestItems } = body as BatchGetItemCommandInput;
      asked.push(RequestItems?.t?.Keys?.length ?? 0);
      return { status: 200, body: JSON.stringify({ Responses: { t: [] }, UnprocessedKeys: {} }) };
    });
    const groups = Array.from({ length: count }, (_, index) => `group-${index}`);
    const subjects = (["sub", "origin_jti", "client"] as const).map((kind) => ({ kind, value: "a" }));
    await createDynamoDenyList({ client, tableName: "t" }).getWith(groups, subjects);
    await close();
    expect(asked.sort((a, b) => b - a)).toEqual(sizes);
    expect(new Set(operations)).toEqual(new Set(["BatchGetItem"]));
  });
});

describe("a table with a deny list", () => {
  it("is seeded, released and compared as if it had none, and keeps it", async () => {
    const { denyList, ...table } = await openTable([KEY]);
    const release = async (route: string) => {
      const plan = await planRelease(table, [itemOf("pet-owner", route)]);
      await applyRelease(table, plan, { now: () => new Date(0) });
      return isInForce(await planRelease(table, [itemOf("pet-owner", route)]));
    };
    expect(await release("pets")).toBe(true);
    await denyList.put({ kind: "client", value: "app" });
    expect(await release("owners")).toBe(true);
    expect(await contentOf(table.store)).toEqual([itemOf("pet-owner", "owners")]);
    expect(await collect(denyList.list())).toHaveLength(2);
  });
});

describe("an entry", () => {
  it.each([
    [{}, true],
    [{ until: 1_900_000_000 }, true],
    [{ until: 1_800_000_001 }, true],
    [{ until: 1_800_000_000 }, false],
    [{ until: 0 }, false],
  ])("with %j is in effect at 1800000000: %s", (times, expected) => {
    expect(isInEffect({ ...ANA, ...times }, 1_800_000_000_000)).toBe(expected);
  });
});

describe("a key of the deny list", () => {
  it.each([
    ["$lychgate/deny/sub/a/b", { kind: "sub", value: "a/b" }],
    ["$lychgate/deny/origin_jti/1", { kind: "origin_jti", value: "1" }],
    ["$lychgate/deny/client/1", { kind: "client", value: "1" }],
    ["$lychgate/deny/clients/1", undefined],
    ["$lychgate/deny/sub", undefined],
    ["$lychgate/head", undefined],
    ["pet-owner", undefined],
  ])("such as %s names %j", (key, subject) => {
    expect(denySubjectOf(key)).toEqual(subject);
  });
});
