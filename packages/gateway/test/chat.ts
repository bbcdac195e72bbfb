/** A small WebSocket API for tests, served over a real socket, and its client. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import {
  createRequestListener,
  createWebSocketGateway,
  type DefinitionSettings,
  type LambdaFunction,
  type LogEntry,
  readWebSocketDefinition,
  type WebSocketEntry,
  type WebSocketGatewaySettings,
} from "../src/index.ts";
import { uri } from "./petstore.ts";

/** `$connect` is behind the authorizer; `echo` answers. */
export const CHAT = {
  name: "chat",
  protocolType: "WEBSOCKET",
  routeSelectionExpression: "$request.body.action",
  authorizers: {
    gate: {
      authorizerType: "REQUEST",
      authorizerUri: uri("gate"),
      identitySource: ["route.request.header.Authorization"],
    },
  },
  integrations: { chat: { integrationType: "AWS_PROXY", integrationUri: uri("chat") } },
  routes: {
    $connect: { authorizationType: "CUSTOM", authorizer: "gate", integration: "chat" },
    $disconnect: { integration: "chat" },
    $default: { integration: "chat" },
    echo: { integration: "chat", routeResponseSelectionExpression: "$default" },
  },
} as const;

/** Everybody may connect. */
export const OPEN_CHAT = {
  ...CHAT,
  authorizers: {},
  routes: { ...CHAT.routes, $connect: { authorizationType: "NONE", integration: "chat" } },
} as const;

export const CONNECT_ARN = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/$connect";

export interface ChatSettings extends Partial<Omit<WebSocketGatewaySettings, "functions">> {
  readonly document?: unknown;
  readonly definition?: DefinitionSettings;
  readonly functions: Readonly<Record<string, LambdaFunction>>;
}

export interface Chat extends AsyncDisposable {
  /** `127.0.0.1:40123` */
  readonly host: string;
  readonly port: number;
  readonly entries: readonly WebSocketEntry[];
  readonly log: readonly LogEntry[];
  readonly gateway: ReturnType<typeof createWebSocketGateway>;
  /** Waits until the log of decisions has as many entries. */
  logged(count: number): Promise<void>;
}

export async function serveChat({ document = CHAT, definition, ...settings }: ChatSettings): Promise<Chat> {
  const entries: WebSocketEntry[] = [];
  const log: LogEntry[] = [];
  const waiting = new Set<() => void>();
  const gateway = createWebSocketGateway(readWebSocketDefinition(document, definition), {
    log: (entry) => log.push(entry),
    ...settings,
    onDecision(entry) {
      entries.push(entry);
      for (const look of waiting) look();
    },
  });
  const network = { sourceIp: "192.0.2.10" };
  const server = createServer(createRequestListener(gateway, network));
  server.on("upgrade", gateway.upgradeListener(network));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    port,
    entries,
    log,
    gateway,
    logged: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (entries.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await Promise.all([gateway.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

export interface ChatClient {
  readonly socket: WebSocket;
  /** What came from the gateway since the last time it was taken. */
  take(): Promise<string[]>;
  /** The status that it closes with. */
  readonly closed: Promise<number>;
}

export interface RefusedClient {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Handshake {
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly protocols?: readonly string[];
}

/** Connects, with `Authorization: Bearer good` unless told otherwise. */
export async function connectTo(
  url: string,
  { headers = [["Authorization", "Bearer good"]], protocols = [] }: Handshake = {},
): Promise<ChatClient | RefusedClient> {
  const bag = Map.groupBy(headers, ([name]) => name);
  const socket = new WebSocket(url, [...protocols], {
    headers: Object.fromEntries([...bag].map(([name, all]) => [name, all.map(([, value]) => value)])),
  });
  const { promise, resolve, reject } = Promise.withResolvers<ChatClient | RefusedClient>();
  const inbox: string[] = [];
  socket.on("message", (data) => inbox.push(data.toString()));
  const closed = new Promise<number>((done) => socket.once("close", done));
  socket.once("error", reject);
  socket.once("unexpected-response", async (_, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const { statusCode = 0, headers: sent } = response;
    resolve({ status: statusCode, body: Buffer.concat(chunks).toString(), headers: sent });
  });
  socket.once("open", () => {
    resolve({
      socket,
      closed,
      async take() {
        // What was sent before the pong has come before it.
        if (socket.readyState === socket.OPEN) {
          socket.ping();
          await Promise.race([once(socket, "pong"), closed]);
        }
        return inbox.splice(0);
      },
    });
  });
  return promise;
}

/** Connects, which is expected to work. */
export async function connected(url: string, handshake: Handshake = {}): Promise<ChatClient> {
  const client = await connectTo(url, handshake);
  if ("socket" in client) return client;
  throw new Error(`expected a connection, came ${client.status} ${client.body}`);
}
