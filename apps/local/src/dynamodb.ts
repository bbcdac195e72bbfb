import type { RequestListener, Server } from "node:http";
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { type Listening, listenOnLoopback, refuseForeignPages } from "@lychgate/cli";

/** Starts a DynamoDB endpoint in this process; its tables are in memory and gone when it closes. */
export async function startDynamoDb(): Promise<Listening> {
  const { default: dynalite } = await import("dynalite");
  const server = dynalite({ createTableMs: 0 });
  guardRequests(server);
  return listenOnLoopback(server);
}

function guardRequests(server: Server): void {
  const listeners = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  for (const listener of listeners) server.on("request", refuseForeignPages(surviveAborts(listener)));
}

/** dynalite throws from its `error` listener, so that a client that hangs up would end the process. */
function surviveAborts(listener: RequestListener): RequestListener {
  return (request, response) => {
    listener(request, response);
    request.removeAllListeners("error");
    request.on("error", () => response.destroy());
  };
}

/**
 * Creates the table of policies, on demand, with the partition key `group`, and waits until it is active.
 * @throws ResourceInUseException when the table exists
 */
export async function createPolicyTable(client: DynamoDBClient, tableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.02, maxDelay: 1 },
    { TableName: tableName },
  );
}
