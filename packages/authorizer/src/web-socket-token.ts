import { type Authorization, bearerIn, tokenIn } from "./authorization.ts";
import { headerValues, queryValues } from "./event-values.ts";
import type { UnknownRecord } from "./record.ts";

/**
 * Where a WebSocket API's clients put the token when they connect. A browser cannot set headers there, but
 * for the subprotocols that it offers. A query string stands in the logs of whatever it passes.
 */
export type WebSocketTokenSource =
  | "header"
  /** A query parameter, which holds the token alone. */
  | { queryParameter: string }
  /** The subprotocol that is offered right before the token: `new WebSocket(url, [subprotocol, token])`. */
  | { subprotocol: string };

/** Reads the token of a `$connect` event from that one place. */
export function webSocketAuthorization(event: UnknownRecord, source: WebSocketTokenSource): Authorization {
  if (source === "header") return bearerIn(headerValues(event, "authorization"));
  if ("queryParameter" in source) return tokenIn(queryValues(event, source.queryParameter));
  return offeredToken(headerValues(event, "sec-websocket-protocol"), source.subprotocol);
}

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-11.3.4: several headers are one list */
function offeredToken(values: readonly unknown[], subprotocol: string): Authorization {
  if (!values.every((value) => typeof value === "string")) return { kind: "missing" };
  const offered = values.flatMap((value) => value.split(",")).map((each) => each.trim());
  const [at, ...others] = offered.flatMap((each, index) => (each === subprotocol ? [index] : []));
  if (at === undefined) return { kind: "missing" };
  return others.length > 0 ? { kind: "ambiguous" } : tokenIn(offered.slice(at + 1, at + 2));
}
