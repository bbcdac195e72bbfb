import type { GatewayResponse } from "../../gateway-message.ts";
import { findHttpRoute, pathInStage } from "../find-http-route.ts";
import type { HttpApi } from "../http-api.ts";
import type { HttpExchange } from "../http-exchange.ts";
import { refuseHttp } from "../http-refusal.ts";
import { answerPreflight } from "./answer-preflight.ts";

/**
 * Finds the stage and the route; a preflight without a route of its own is answered here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function routeRequest(exchange: HttpExchange, api: HttpApi): GatewayResponse | undefined {
  const { definition } = api;
  const { method, rawPath } = exchange.request;
  const path = pathInStage(rawPath, definition.stage);
  if (path === undefined) return refuseHttp(exchange, api, 404, "NoRoute");
  const match = findHttpRoute(definition, method, path);
  if (!match) return answerPreflight(exchange, api) ?? refuseHttp(exchange, api, 404, "NoRoute");
  exchange.match = match;
  return undefined;
}
