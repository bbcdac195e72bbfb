import { promisify } from "node:util";
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import type { StoredItem } from "../src/stored-item.ts";
import { clientFor, listen } from "./endpoint.ts";

export interface DynaliteServer {
  client: DynamoDBClient;
  endpoint: string;
  /** Creates a table with these items and gives its name. */
  createTable(items?: readonly StoredItem[]): Promise<string>;
  close(): Promise<void>;
}

/** A DynamoDB of this process behind a socket. */
export async function startDynalite(): Promise<DynaliteServer> {
  const server = dynalite({ createTableMs: 0 });
  const endpoint = await listen(server);
  const client = clientFor(endpoint);
  let tables = 0;
  return {
    client,
    endpoint,
    async createTable(items = []) {
      const name = `auth-policy-store-${tables++}`;
      await client.send(tableOf(name));
      await tableActive(client, name);
      for (const item of items) await client.send(new PutItemCommand({ TableName: name, Item: item }));
      return name;
    },
    async close() {
      client.destroy();
      server.closeAllConnections();
      await promisify((done: (error?: Error) => void) => server.close(done))();
    },
  };
}

/** Even a table that takes no time to create is not there at once. */
async function tableActive(client: DynamoDBClient, name: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === "ACTIVE") return;
  }
  throw new Error(`expected table \`${name}\` to become active`);
}

function tableOf(name: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName: name,
    AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
}
