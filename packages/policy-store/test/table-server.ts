/** A DynamoDB of this process that can be watched at each request, with or without transactions. */
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startDynalite } from "./dynalite-server.ts";
import { type Answer, clientFor, listen } from "./endpoint.ts";
import { transact } from "./transactions.ts";

export interface TableServerOptions {
  /** Whether it knows `TransactWriteItems`, which dynalite does not. */
  transactions?: boolean;
}

export interface TableServer {
  /** Is watched. */
  client: DynamoDBClient;
  endpoint: string;
  /** Is not watched. */
  inner: DynamoDBClient;
  /** The operations that were asked for since the last call of `reset`. */
  operations: string[];
  /** Is called before each request is carried out; `"drop"` loses the request. */
  before: (operation: string, count: number) => Promise<"drop" | undefined>;
  /** Is called after each request was carried out; none is carried out meanwhile. */
  after: (operation: string) => Promise<void>;
  createTable(): Promise<string>;
  /** Waits until all requests that came were carried out, and forgets them and what was to be called. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const LOST: Answer = { status: 500, body: '{ "__type": "com.amazonaws.dynamodb#InternalServerError" }' };

export async function startTableServer(options: TableServerOptions = {}): Promise<TableServer> {
  const dynalite = await startDynalite();
  let turn: Promise<unknown> = Promise.resolve();

  const carryOut = async (operation: string, headers: Headers, body: string): Promise<Answer> => {
    if ((await server.before(operation, server.operations.length)) === "drop") return LOST;
    const isTransaction = operation === "TransactWriteItems" && options.transactions === true;
    const answer = isTransaction
      ? await transact(dynalite.client, JSON.parse(body))
      : await forward(dynalite.endpoint, headers, body);
    await server.after(operation);
    return answer;
  };
  const proxy = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    server.operations.push(operation);
    const headers = new Headers({
      "x-amz-target": String(request.headers["x-amz-target"]),
      authorization: String(request.headers.authorization),
      "x-amz-date": String(request.headers["x-amz-date"]),
      "content-type": String(request.headers["content-type"]),
    });
    const answered = turn.then(() => carryOut(operation, headers, body));
    turn = answered.catch(() => undefined);
    const answer = await answered.catch((error: unknown) => ({ status: 400, body: String(error) }));
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(answer.body);
  });
  const endpoint = await listen(proxy);

  const nothing = async () => undefined;
  const server: TableServer = {
    client: clientFor(endpoint),
    endpoint,
    inner: dynalite.client,
    operations: [],
    before: nothing,
    after: nothing,
    createTable: () => dynalite.createTable(),
    async reset() {
      await turn;
      Object.assign(server, { operations: [], before: nothing, after: nothing });
    },
    async close() {
      server.client.destroy();
      proxy.closeAllConnections();
      await once(proxy.close(), "close");
      await dynalite.close();
    },
  };
  return server;
}

async function forward(endpoint: string, headers: Headers, body: string): Promise<Answer> {
  const response = await fetch(endpoint, { method: "POST", headers, body });
  return { status: response.status, body: await response.text() };
}
