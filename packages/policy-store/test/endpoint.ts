import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

export interface Answer {
  status: number;
  body: string;
}

/** What an endpoint says to a request's operation and body; `undefined` leaves the request hanging. */
export type Respond = (operation: string, body: unknown) => Answer | undefined;

export interface StubEndpoint {
  client: DynamoDBClient;
  endpoint: string;
  operations: string[];
  close(): Promise<void>;
}

/** Something that listens where DynamoDB should, and a client that is sent there. */
export async function startStubEndpoint(
  respond: Respond,
  settings: DynamoDBClientConfig = {},
): Promise<StubEndpoint> {
  const operations: string[] = [];
  const server = createServer(async (request, response) => {
    const operation = operationOf(request);
    operations.push(operation);
    const answer = respond(operation, JSON.parse(await text(request)));
    if (answer === undefined) return;
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(answer.body);
  });
  const endpoint = await listen(server);
  const client = clientFor(endpoint, settings);
  const close = async () => {
    client.destroy();
    server.closeAllConnections();
    await once(server.close(), "close");
  };
  return { client, endpoint, operations, close };
}

/** Listens on a free port of this machine alone; gives the URL. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a TCP address");
  return `http://127.0.0.1:${address.port}`;
}

/** A client with made-up credentials that tries once. */
export function clientFor(endpoint: string, settings: DynamoDBClientConfig = {}): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test-secret" };
  return new DynamoDBClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1, ...settings });
}

function operationOf(request: IncomingMessage): string {
  return String(request.headers["x-amz-target"]).split(".")[1] ?? "";
}
