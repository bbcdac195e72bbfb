/** What happens on a connection while it is open. */
import type { RawData, WebSocket } from "ws";
import { callFunction } from "./call-function.ts";
import type { Client, Connection, Ending } from "./connection.ts";
import { disconnectEvent } from "./events.ts";
import { serveMessage } from "./serve-message.ts";
import type { WebSocketApi } from "./web-socket-api.ts";
import { webSocketEntry } from "./web-socket-entry.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export const MAX_MESSAGE_BYTES = 128 * 1024;
const IDLE_TIMEOUT_MS = 10 * 60 * 1000;
const MAX_DURATION_MS = 2 * 60 * 60 * 1000;

/** Why the gateway closes a connection. What the library refuses by itself, such as a long message, it closes itself. */
export const ENDINGS = {
  idle: { code: 1001, reason: "Going away" },
  expired: { code: 1001, reason: "Going away" },
  binary: { code: 1003, reason: "Binary is not supported" },
  deleted: { code: 1000, reason: "Connection Closed Normally" },
  shutdown: { code: 1001, reason: "Going away" },
} as const satisfies Record<string, Ending>;

/** What a client that closes without a status is said to have done. */
const NO_STATUS: Ending = { code: 1005, reason: "Client-side close frame status not set" };

/** Serves a connection until it is closed, which its integration is told then. */
export function openConnection(client: Client, socket: WebSocket, api: WebSocketApi): Connection {
  const stopDuration = api.after(MAX_DURATION_MS, () => endConnection(connection, ENDINGS.expired, api));
  let stopIdle = () => {};
  const connection: Connection = {
    client,
    socket,
    lastActiveAt: api.clock(),
    touch() {
      connection.lastActiveAt = api.clock();
      stopIdle();
      stopIdle = api.after(IDLE_TIMEOUT_MS, () => endConnection(connection, ENDINGS.idle, api));
    },
  };
  connection.touch();
  api.connections.set(client.connectionId, connection);
  socket.on("message", (data, isBinary) => receive(data, isBinary, connection, api));
  socket.on("ping", () => connection.touch());
  // What is no WebSocket frame closes the connection; without a listener it would end the process.
  socket.on("error", () => {});
  socket.once("close", (code, reason) => {
    stopDuration();
    stopIdle();
    api.connections.delete(client.connectionId);
    void disconnect(connection.ending ?? endingOf(code, reason), client, api);
  });
  return connection;
}

/** Closes a connection, which is gone for the API from now on. */
export function endConnection(connection: Connection, ending: Ending, api: WebSocketApi): void {
  if (connection.ending) return;
  connection.ending = ending;
  api.connections.delete(connection.client.connectionId);
  connection.socket.close(ending.code, ending.reason);
}

function receive(data: RawData, isBinary: boolean, connection: Connection, api: WebSocketApi): void {
  if (connection.ending) return;
  connection.touch();
  if (isBinary) endConnection(connection, ENDINGS.binary, api);
  else void serveMessage(data.toString(), connection, api);
}

function endingOf(code: number, reason: Buffer): Ending {
  return code === NO_STATUS.code ? NO_STATUS : { code, reason: reason.toString() };
}

/**
 * Tells the integration of `$disconnect`, whatever it makes of it. Never rejects.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export async function disconnect(ending: Ending, client: Client, api: WebSocketApi): Promise<void> {
  const requestId = api.newId();
  const { disconnect: integration } = api.definition;
  if (integration) {
    const event = disconnectEvent(ending, requestId, client, api);
    const outcome = await callFunction(integration, event, api);
    if (outcome.type === "threw") api.log({ requestId, reason: "FunctionFailed" });
    if (outcome.type === "timedOut") api.log({ requestId, reason: "FunctionTimedOut" });
  }
  const { connectionId } = client;
  const what = { requestId, connectionId, routeKey: "$disconnect", status: ending.code };
  api.onDecision(webSocketEntry(what, client));
}
