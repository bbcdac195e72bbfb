import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { createDynamoReleaseStore } from "@lychgate/policy-store";
import dynalite from "dynalite";
import { listenOnLoopback } from "../src/loopback.ts";

/** A DynamoDB of this process. */
export interface PolicyTables {
  endpoint: string;
  /** Creates a table of policies and gives its name. */
  create(): Promise<string>;
  /** The revision of each group in a table. */
  revisions(table: string): Promise<Record<string, string | undefined>>;
  /** Writes an item that is no policy. */
  spoil(table: string, group: string): Promise<void>;
  /** Leaves the table claimed by somebody for a release. */
  claim(table: string, release: string): Promise<void>;
  close(): Promise<void>;
}

export async function startPolicyTables(): Promise<PolicyTables> {
  const { endpoint, close } = await listenOnLoopback(dynalite({ createTableMs: 0 }));
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "eu-west-1", credentials });
  let tables = 0;
  return {
    endpoint,
    async create() {
      const TableName = `policies-${tables++}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
        }),
      );
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName });
      return TableName;
    },
    async revisions(TableName) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      const policies = Items.filter(({ policy }) => policy !== undefined);
      return Object.fromEntries(policies.map(({ group, revision }) => [group?.S ?? "", revision?.S]));
    },
    async spoil(TableName, group) {
      const Item = { group: { S: group }, policy: { S: "{" }, revision: { S: "spoiled" } };
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    async claim(tableName, release) {
      const claimedAt = "2026-11-01T12:00:00.000Z";
      const releases = createDynamoReleaseStore({ client, tableName });
      const head = await releases.head();
      const current = head?.current ?? null;
      const sequence = (current?.sequence ?? 0) + 1;
      const pending = { id: release, sequence, claimedAt, claimedBy: "ana" };
      await releases.replaceHead({ current, pending }, head);
    },
    async close() {
      client.destroy();
      await close();
    },
  };
}
