/**
 * Seeding an empty table, per group: a release as `lychgate seed` puts it in force, with its history and its
 * roll-back, next to nothing but one conditional put after another. The server is dynalite in a process of
 * its own, which has no transactions. The loopback interface has no latency, so a proxy, a third process, adds 5 ms
 * each way; a run of one after another would take minutes for ten thousand groups and is given fewer.
 */
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { revisionOf } from "@lychgate/policy";
import {
  applyRelease,
  createDynamoPolicyStore,
  createDynamoReleaseStore,
  type PolicyItem,
  planRelease,
  type ReleaseTable,
} from "@lychgate/policy-store";
import type { Benchmark } from "./benchmark.ts";
import { type Measurement, summarize } from "./measure.ts";
import { startServer } from "./server-process.ts";

const DELAY_MILLISECONDS = 5;
const GROUPS = 10_000;
const GROUPS_ONE_BY_ONE = 200;
const ROUNDS = 3;

export const seeding: Benchmark = {
  name: "seeding: one group, 5 ms away",
  question: "How long does it take to seed a group, in a table that is 5 ms away?",
  source: "seeding.ts",
  measurements: async () => {
    const server = await startTable();
    try {
      return await measureRounds(server.client);
    } finally {
      server.close();
    }
  },
};

async function measureRounds(client: DynamoDBClient): Promise<Measurement[]> {
  const items = Array.from({ length: GROUPS }, (_, index) => itemOf(index));
  const few = items.slice(0, GROUPS_ONE_BY_ONE);
  const samples: Record<string, number[]> = {};
  const measure = async (name: string, count: number, run: () => Promise<unknown>) => {
    globalThis.gc?.();
    const start = process.hrtime.bigint();
    await run();
    samples[name] ??= [];
    samples[name].push(Number(process.hrtime.bigint() - start) / count);
  };
  for (let round = 0; round < ROUNDS; round++) {
    const table = await createTable(client, `release-${round}`);
    const { store } = await createTable(client, `one-by-one-${round}`);
    await measure(`lychgate, ${GROUPS} groups`, GROUPS, () => seed(table, items));
    await measure(`one after another, ${GROUPS_ONE_BY_ONE} groups`, GROUPS_ONE_BY_ONE, async () => {
      for (const item of few) await store.put(item, null);
    });
    await measure(`lychgate, ${GROUPS} groups, no change`, GROUPS, () => seed(table, items));
    await expectSeeded(table, items);
  }
  const [first = []] = Object.values(samples);
  return Object.entries(samples).map(([name, each]) => summarize(name, each, first));
}

async function seed(table: ReleaseTable, items: readonly PolicyItem[]): Promise<void> {
  await applyRelease(table, await planRelease(table, items), { now: () => new Date() });
}

async function expectSeeded(table: ReleaseTable, items: readonly PolicyItem[]): Promise<void> {
  const { seed: left } = await planRelease(table, items);
  if (left.unchanged !== items.length) throw new Error(`expected ${items.length} groups to be seeded`);
}

/** A policy of two statements, as long as those of real groups. */
function itemOf(index: number): PolicyItem {
  const arn = (path: string) => `arn:aws:execute-api:*:*:*/*/${path}`;
  const statement = (paths: readonly string[]) => ({
    Effect: "Allow",
    Action: "execute-api:Invoke",
    Resource: paths.map(arn),
  });
  const Statement = [
    statement([`GET/petstore/v1/${index}`, `GET/petstore/v1/${index}/*`]),
    statement(["GET/petstore/v2/status", "POST/petstore/v2/pets"]),
  ];
  const policy = JSON.stringify({ Statement, Version: "2012-10-17" });
  return { group: `group-${index}`, policy, revision: revisionOf(policy), description: `Group ${index}.` };
}

async function startTable(): Promise<{ client: DynamoDBClient; close(): void }> {
  const dynalite = await startServer("./dynalite-process.ts");
  const proxy = await startServer("./delay-proxy.ts", dynalite.port, String(DELAY_MILLISECONDS));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${proxy.port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const close = () => {
    client.destroy();
    proxy.close();
    dynalite.close();
  };
  return { client, close };
}

async function createTable(client: DynamoDBClient, tableName: string): Promise<ReleaseTable> {
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
    }),
  );
  const isActive = async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.TableStatus === "ACTIVE";
  };
  while (!(await isActive()));
  const options = { client, tableName };
  return { store: createDynamoPolicyStore(options), releases: createDynamoReleaseStore(options) };
}
