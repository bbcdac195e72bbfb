import { member } from "../definition/problems.ts";
import type { MessageRoute, WebSocketDefinition } from "./web-socket-definition.ts";

/**
 * The route of a message: that of its key, else `$default`, which also takes what is no JSON. A message cannot name
 * `$connect` or `$disconnect`, for these are no routes of messages.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function selectRoute(
  text: string,
  { routes, routeSelection }: Pick<WebSocketDefinition, "routes" | "routeSelection">,
): MessageRoute | undefined {
  const key = routeSelection.reduce(member, parseJson(text));
  return (typeof key === "string" ? routes.get(key) : undefined) ?? routes.get("$default");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
