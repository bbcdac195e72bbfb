/// <reference path="./dynalite.d.ts" />
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { PolicyItem } from "@lychgate/policy-store";
import dynalite from "dynalite";
import { close, listen } from "./loopback.ts";

export type Attributes = Record<string, AttributeValue>;

/** A DynamoDB with one policy table. */
export interface PolicyTableServer {
  endpoint: string;
  client: DynamoDBClient;
  tableName: string;
  put(item: Attributes): Promise<void>;
  close(): Promise<void>;
}

export const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test-secret" };

export async function startPolicyTable(tableName = "auth-policy-store"): Promise<PolicyTableServer> {
  const server = dynalite({ createTableMs: 0 });
  const endpoint = await listen(server);
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 },
    { TableName: tableName },
  );
  return {
    endpoint,
    client,
    tableName,
    async put(item) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    },
    async close() {
      client.destroy();
      await close(server);
    },
  };
}

/** A policy item as `lychgate seed` writes it. */
export function attributesOf({ group, policy, revision, usageTier }: PolicyItem): Attributes {
  const item = { group: { S: group }, policy: { S: policy }, revision: { S: revision } };
  return usageTier === undefined ? item : { ...item, usageTier: { S: usageTier } };
}
