import { readProxyResponse } from "../proxy-response.ts";
import { callFunction } from "./call-function.ts";
import { type Connection, send } from "./connection.ts";
import { errorText } from "./error-text.ts";
import { messageEvent } from "./events.ts";
import { selectRoute } from "./route-selection.ts";
import type { WebSocketApi } from "./web-socket-api.ts";
import type { MessageRoute } from "./web-socket-definition.ts";
import { webSocketEntry } from "./web-socket-entry.ts";

/**
 * Gives a message to the integration of its route. Nobody is authorized here: that was at `$connect`.
 * Never rejects.
 */
export async function serveMessage(text: string, connection: Connection, api: WebSocketApi): Promise<void> {
  const requestId = api.newId();
  const { connectionId } = connection.client;
  const route = selectRoute(text, api.definition);
  const answer = route
    ? await integrate(text, route, requestId, connection, api)
    : refuse("NoRoute", 403, "Forbidden", requestId, connection, api);
  if (answer.text !== "") send(connection, answer.text);
  const what = { requestId, connectionId, routeKey: route?.key ?? null, status: answer.status };
  api.onDecision(webSocketEntry(what, connection.client));
}

interface Answer {
  readonly status: number;
  /** What the client is sent; empty for nothing. */
  readonly text: string;
}

/**
 * Whatever status an integration returns, the client is not told; only a failure is.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
 */
async function integrate(
  text: string,
  { key, integration, responds }: MessageRoute,
  requestId: string,
  connection: Connection,
  api: WebSocketApi,
): Promise<Answer> {
  const event = messageEvent(text, key, requestId, connection.client, api);
  const outcome = await callFunction(integration, event, api);
  if (outcome.type === "timedOut") {
    return refuse("FunctionTimedOut", 504, "Endpoint request timed out", requestId, connection, api);
  }
  const response = outcome.type === "returned" ? readProxyResponse(outcome.value, false) : undefined;
  if (!response) {
    const reason = outcome.type === "threw" ? "FunctionFailed" : "FunctionResultInvalid";
    return refuse(reason, 502, "Internal server error", requestId, connection, api);
  }
  return { status: response.status, text: responds ? Buffer.from(response.body).toString() : "" };
}

function refuse(
  reason: "NoRoute" | "FunctionFailed" | "FunctionTimedOut" | "FunctionResultInvalid",
  status: number,
  message: string,
  requestId: string,
  { client }: Connection,
  { log }: WebSocketApi,
): Answer {
  log({ requestId, reason });
  return { status, text: errorText(message, client.connectionId, requestId) };
}
