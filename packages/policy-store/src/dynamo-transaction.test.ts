import { afterEach, describe, expect, it } from "vitest";
import { type Answer, type StubEndpoint, startStubEndpoint } from "../test/endpoint.ts";
import { itemOf } from "../test/items.ts";
import { startTableServer, type TableServer } from "../test/table-server.ts";
import { cancelled } from "../test/transactions.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { createDynamoReleaseStore } from "./dynamo-release-store.ts";
import { transactionsOf } from "./dynamo-transaction.ts";
import type { PolicyItem } from "./policy-item.ts";
import type { PendingRelease } from "./release.ts";
import type { SeedWrite } from "./seed-write.ts";
import { encodeItem, type StoredItem } from "./stored-item.ts";

const CLAIM: PendingRelease = { id: "b".repeat(64), sequence: 7, claimedAt: "then" };
const TABLE = "auth-policy-store";
const DONE: Answer = { status: 200, body: "{}" };

function putOf(item: PolicyItem, base: string | null = null, size = 100): SeedWrite {
  return { group: item.group, item, base, size };
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe("transactions", () => {
  const writes = (count: number, size: number) =>
    Array.from({ length: count }, (_, index) => putOf(itemOf(`${index}`, "1"), null, size));

  it.each([
    ["99 small writes", 99, 1_000, [99]],
    ["100 small writes", 100, 1_000, [99, 1]],
    ["4 MB at most", 9, 1_000_000, [4, 4, 1]],
    ["a write that is too large by itself", 2, 5_000_000, [1, 1]],
    ["nothing", 0, 1, []],
  ])("hold %s", (_, count, size, lengths) => {
    const chunks = transactionsOf(writes(count, size));
    expect(chunks.map(({ length }) => length)).toEqual(lengths);
    expect(chunks.flat()).toEqual(writes(count, size));
  });
});

describe("a transaction", () => {
  let stub: StubEndpoint;
  const waits: number[] = [];

  /** A store over a table that gives these answers in turn, and what it was asked. */
  async function openScript(...answers: Answer[]) {
    const asked: { TransactItems?: unknown[] }[] = [];
    waits.length = 0;
    stub = await startStubEndpoint((_, body) => {
      asked.push(body as { TransactItems?: unknown[] });
      return answers[asked.length - 1];
    });
    closers.push(stub.close);
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    return { releases: createDynamoReleaseStore({ client: stub.client, tableName: TABLE, wait }), asked };
  }
  const write = (releases: Awaited<ReturnType<typeof openScript>>["releases"], writes: SeedWrite[]) =>
    releases.write(writes, CLAIM, { concurrency: 1 });

  const A = itemOf("a", "1");
  const B = itemOf("b", "2");

  it("checks the claim beside the conditions of its writes", async () => {
    const { releases, asked } = await openScript(DONE);
    const removal: SeedWrite = { group: "b", item: null, base: B.revision, size: 1 };
    expect(await write(releases, [putOf(A), removal])).toEqual({ written: 2, alreadyDone: 0 });
    expect(asked).toMatchObject([
      {
        TransactItems: [
          {
            ConditionCheck: {
              Key: { group: { S: "$lychgate/head" } },
              ConditionExpression: "#pending = :pending AND #pendingSequence = :pendingSequence",
              ExpressionAttributeValues: { ":pending": { S: CLAIM.id }, ":pendingSequence": { S: "7" } },
            },
          },
          { Put: { Item: encodeItem(A), ConditionExpression: "attribute_not_exists(#group)" } },
          { Delete: { Key: { group: { S: "b" } }, ConditionExpression: "#revision = :revision" } },
        ],
      },
    ]);
  });

  it("that is cancelled because the claim was lost, writes no more", async () => {
    const { releases } = await openScript(cancelled(["ConditionalCheckFailed", "ConditionalCheckFailed"]));
    await expect(write(releases, [putOf(A)])).rejects.toMatchObject({ code: "TakenOver" });
    expect(stub.operations).toEqual(["TransactWriteItems"]);
  });

  it("that is cancelled for one group, names it", async () => {
    const holding = { status: 200, body: JSON.stringify({ Responses: { [TABLE]: [encodeItem(A)] } }) };
    const failed = cancelled(["None", "None", "ConditionalCheckFailed"]);
    const { releases } = await openScript(failed, cancelled(["None", "ConditionalCheckFailed"]), holding);
    const writes = [putOf(B), putOf(itemOf("a", "2"))];
    await expect(write(releases, writes)).rejects.toMatchObject({
      code: "Conflict",
      group: "a",
      current: A.revision,
    });
    expect(stub.operations).toEqual(["TransactWriteItems", "TransactWriteItems", "BatchGetItem"]);
  });

  it.each(["TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"])(
    "that is cancelled by %s is made again after a while",
    async (code) => {
      const { releases } = await openScript(cancelled(["None", code]), cancelled([code, "None"]), DONE);
      expect(await write(releases, [putOf(A)])).toEqual({ written: 1, alreadyDone: 0 });
      expect(waits).toHaveLength(2);
    },
  );

  it("that is cancelled again and again is throttling", async () => {
    const { releases } = await openScript(
      ...Array.from({ length: 9 }, () => cancelled(["TransactionConflict"])),
    );
    await expect(write(releases, [putOf(A)])).rejects.toMatchObject({
      code: "Throttled",
      message: expect.stringContaining("`TransactionConflict` after 8 attempts"),
    });
    expect(stub.operations).toHaveLength(8);
  });

  it("that is cancelled for another reason is a fault", async () => {
    const { releases } = await openScript(cancelled(["None", "ValidationError"]));
    await expect(write(releases, [putOf(A)])).rejects.toMatchObject({
      code: "Malformed",
      message: expect.stringContaining("`ValidationError`"),
    });
  });

  it("that is cancelled for no reason is not taken for made", async () => {
    const { releases } = await openScript(...Array.from({ length: 9 }, () => cancelled([])));
    await expect(write(releases, [putOf(A)])).rejects.toMatchObject({ code: "Throttled" });
  });
});

describe("a server", () => {
  async function open(transactions: boolean, ...items: StoredItem[]) {
    const server: TableServer = await startTableServer({ transactions });
    closers.push(server.close);
    const options = { client: server.client, tableName: await server.createTable() };
    const store = createDynamoPolicyStore(options);
    const releases = createDynamoReleaseStore(options);
    await releases.replaceHead({ current: null, pending: CLAIM }, undefined);
    const { PutItemCommand } = await import("@aws-sdk/client-dynamodb");
    for (const Item of items)
      await server.inner.send(new PutItemCommand({ TableName: options.tableName, Item }));
    await server.reset();
    return { server, store, releases };
  }
  const many = Array.from({ length: 150 }, (_, index) => putOf(itemOf(`group-${index}`, "1")));

  it("with transactions is sent nothing else", async () => {
    const { server, releases } = await open(true);
    await releases.write(many, CLAIM, { concurrency: 8 });
    expect(server.operations).toEqual(["TransactWriteItems", "TransactWriteItems"]);
  });

  it("without them is asked once a run, and looks at the claim every hundred writes", async () => {
    const { server, releases } = await open(false);
    await releases.write(many, CLAIM, { concurrency: 8 });
    await releases.write([putOf(itemOf("last", "1"))], CLAIM, { concurrency: 8 });
    const counts = Object.groupBy(server.operations, (operation) => operation);
    expect(counts.TransactWriteItems).toHaveLength(1);
    expect(counts.BatchGetItem).toHaveLength(3);
    expect(counts.PutItem).toHaveLength(151);
  });

  it.each([true, false])(
    "with transactions or without replaces a map as AWS's sample stores it: %s",
    async (with_) => {
      const sample: StoredItem = { group: { S: "a" }, policy: { M: { Version: { S: "2012-10-17" } } } };
      const { store, releases } = await open(with_, sample);
      const { revision = "" } = (await store.get(["a"])).get("a") ?? {};
      const wanted = itemOf("a", "1");
      const result = await releases.write([putOf(wanted, revision), putOf(itemOf("b", "1"))], CLAIM, {
        concurrency: 1,
      });
      expect(result).toEqual({ written: 2, alreadyDone: 0 });
      expect((await store.get(["a"])).get("a")).toEqual(wanted);
    },
  );
});
