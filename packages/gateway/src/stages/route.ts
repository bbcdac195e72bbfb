import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { lastValue } from "../header.ts";
import { refuse } from "../refusal.ts";
import { findRoute } from "../router.ts";

/**
 * Finds the stage and the method. Routing comes before authorization, and what has no route is answered as if
 * it lacked credentials, so that an API does not tell which paths it has.
 */
export function route(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { definition } = api;
  const { target, method } = exchange;
  if (target?.stage !== definition.stage) return refuse(exchange, api, "WRONG_STAGE", "WrongStage");
  const match = findRoute(definition.resources, method, target.path);
  if (!match) return refuse(exchange, api, unknownRouteResponse(exchange), "NoRoute");
  exchange.route = { ...match, path: target.path, query: target.query };
  return undefined;
}

/** Where no route claims the `Authorization` header, it is read as a signature, which a bearer token is not. */
function unknownRouteResponse({ headers }: Exchange) {
  const authorization = lastValue(headers, "authorization")?.trim() ?? "";
  const isUnsigned = authorization !== "" && !authorization.startsWith("AWS4-");
  return isUnsigned ? "INCOMPLETE_SIGNATURE" : "MISSING_AUTHENTICATION_TOKEN";
}
