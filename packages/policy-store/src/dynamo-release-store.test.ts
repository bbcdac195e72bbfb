import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynaliteServer, startDynalite } from "../test/dynalite-server.ts";
import { itemOf } from "../test/items.ts";
import { seedRelease } from "../test/release-tables.ts";
import { startTableServer, type TableServer } from "../test/table-server.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { createDynamoReleaseStore } from "./dynamo-release-store.ts";
import { describeReleaseStore } from "./release-store.cases.ts";
import { keyOf, type StoredItem } from "./stored-item.ts";

let dynalite: DynaliteServer;
let transactional: TableServer;
beforeAll(async () => {
  dynalite = await startDynalite();
  transactional = await startTableServer({ transactions: true });
});
afterAll(async () => {
  await dynalite.close();
  await transactional.close();
});

describeReleaseStore("the DynamoDB store without transactions", async () => {
  const options = { client: dynalite.client, tableName: await dynalite.createTable() };
  return { store: createDynamoPolicyStore(options), releases: createDynamoReleaseStore(options) };
});

describeReleaseStore("the DynamoDB store with transactions", async () => {
  const options = { client: transactional.client, tableName: await transactional.createTable() };
  return { store: createDynamoPolicyStore(options), releases: createDynamoReleaseStore(options) };
});

describe("what is asked of DynamoDB", () => {
  const ITEMS = [itemOf("a", "1"), itemOf("b", "1")];
  it.each([
    [
      "to seed",
      [],
      [
        "BatchGetItem",
        "Scan",
        "Scan",
        "PutItem",
        "BatchWriteItem",
        "BatchWriteItem",
        "PutItem",
        "TransactWriteItems",
        "PutItem",
      ],
    ],
    [
      "to change",
      [itemOf("a", "0")],
      [
        "BatchGetItem",
        "Scan",
        "PutItem",
        "BatchGetItem",
        "BatchWriteItem",
        "BatchWriteItem",
        "PutItem",
        "TransactWriteItems",
        "PutItem",
      ],
    ],
    ["for no change", ITEMS, ["BatchGetItem", "Scan"]],
  ])("%s", async (_, held, operations) => {
    const tableName = await transactional.createTable();
    const tableOf = (client: DynamoDBClient) => ({
      store: createDynamoPolicyStore({ client, tableName }),
      releases: createDynamoReleaseStore({ client, tableName }),
    });
    if (held.length > 0) await seedRelease(tableOf(transactional.inner), held);
    await transactional.reset();
    await seedRelease(tableOf(transactional.client), ITEMS);
    expect(transactional.operations).toEqual(operations);
  });
});

describe("an item of the tool's own that is not what it should be", () => {
  const HEAD = { ...keyOf("$lychgate/head"), id: { S: "a" }, sequence: { S: "1" } };
  const ENTRY = { ...keyOf("$lychgate/release/1"), ...HEAD, group: { S: "$lychgate/release/1" } };
  const open = async (item: StoredItem) => {
    const tableName = await dynalite.createTable([item]);
    return createDynamoReleaseStore({ client: dynalite.client, tableName });
  };

  it.each<[string, StoredItem]>([
    ["whose number is none", { ...HEAD, sequence: { S: "one" } }],
    ["whose number is of another type", { ...HEAD, sequence: { N: "1" } }],
    ["without a number", { ...keyOf("$lychgate/head"), id: { S: "a" } }],
    ["with a claim without a time", { ...HEAD, pending: { S: "b" }, pendingSequence: { S: "2" } }],
  ])("is a fault: a state %s", async (_, item) => {
    const store = await open(item);
    await expect(store.head()).rejects.toMatchObject({ code: "Malformed", group: "$lychgate/head" });
  });

  it("is a fault: an entry without a time", async () => {
    const store = await open(ENTRY);
    await expect(store.entries([1])).rejects.toMatchObject({
      code: "Malformed",
      group: "$lychgate/release/1",
    });
  });

  it.each(["0", "10001", "x"])("is a fault: a release's text of %s parts", async (parts) => {
    const store = await open({ ...keyOf("$lychgate/manifest/a/0"), text: { S: "[]" }, parts: { S: parts } });
    await expect(store.releaseText("a")).rejects.toMatchObject({ code: "Malformed" });
  });

  it("is a fault: a release's text of which a part is missing", async () => {
    const store = await open({ ...keyOf("$lychgate/manifest/a/0"), text: { S: "[" }, parts: { S: "2" } });
    await expect(store.releaseText("a")).rejects.toMatchObject({
      code: "Malformed",
      message: "release `a`: part 1 of its list of groups is missing",
    });
  });
});

describe("a table with another key", () => {
  const KEYS: [string, [string, "S" | "N", "HASH" | "RANGE"][]][] = [
    ["another name", [["id", "S", "HASH"]]],
    ["another type", [["group", "N", "HASH"]]],
    [
      "a sort key",
      [
        ["group", "S", "HASH"],
        ["at", "S", "RANGE"],
      ],
    ],
  ];
  it.each(KEYS)("is refused when it is first read: %s", async (name, keys) => {
    const tableName = name.replaceAll(" ", "-");
    await dynalite.client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({
          AttributeName,
          AttributeType,
        })),
        KeySchema: keys.map(([AttributeName, , KeyType]) => ({ AttributeName, KeyType })),
      }),
    );
    const store = createDynamoReleaseStore({ client: dynalite.client, tableName });
    await expect
      .poll(() => store.head().catch((error: unknown) => error))
      .toMatchObject({
        code: "Malformed",
        message: `expected table \`${tableName}\` to be keyed by \`group\` of type \`S\` alone`,
      });
  });
});
