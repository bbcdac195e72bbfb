import { connect } from "node:net";
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ResourceInUseException,
} from "@aws-sdk/client-dynamodb";
import type { Listening } from "@lychgate/cli";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPolicyTable, startDynamoDb } from "./dynamodb.ts";

let dynamoDb: Listening;
let client: DynamoDBClient;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  client = createClient(dynamoDb.endpoint);
});
afterAll(async () => {
  client.destroy();
  await dynamoDb.close();
});

function createClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return new DynamoDBClient({ endpoint, region: "eu-west-1", credentials });
}

describe("the embedded DynamoDB", () => {
  it("has a table of policies that can be written at once", async () => {
    await createPolicyTable(client, "policies");
    const item = { group: { S: "pet-veterinarian" }, policy: { S: "{}" } };
    await client.send(new PutItemCommand({ TableName: "policies", Item: item }));
    const found = await client.send(
      new GetItemCommand({ TableName: "policies", Key: { group: { S: "pet-veterinarian" } } }),
    );
    expect(found.Item).toEqual(item);
  });

  it("keys the table by group alone and bills it on demand", async () => {
    await createPolicyTable(client, "keyed");
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "keyed" }));
    expect(Table).toMatchObject({
      TableStatus: "ACTIVE",
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    });
  });

  it("refuses to create a table twice", async () => {
    await createPolicyTable(client, "twice");
    await expect(createPolicyTable(client, "twice")).rejects.toThrow(ResourceInUseException);
  });

  it("shares nothing with another one", async () => {
    const other = await startDynamoDb();
    const otherClient = createClient(other.endpoint);
    const { TableNames } = await otherClient.send(new ListTablesCommand({}));
    otherClient.destroy();
    await other.close();
    expect(TableNames).toEqual([]);
  });

  it("refuses a page from elsewhere", async () => {
    const response = await fetch(dynamoDb.endpoint, {
      method: "POST",
      headers: { origin: "https://example.com" },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("outlives a client that hangs up in the middle of a request", async () => {
    const { hostname, port } = new URL(dynamoDb.endpoint);
    const socket = connect({ host: hostname, port: Number(port) });
    const head = `POST / HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n`;
    socket.write(head);
    await new Promise((resolve) => socket.once("data", resolve));
    socket.resetAndDestroy();
    await new Promise((resolve) => socket.once("close", resolve));
    const { TableNames } = await client.send(new ListTablesCommand({}));
    expect(TableNames).toContain("policies");
  });
});
