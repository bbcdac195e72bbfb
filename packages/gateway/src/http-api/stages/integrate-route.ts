import type { GatewayResponse } from "../../gateway-message.ts";
import { withCors } from "../cors.ts";
import type { HttpApi } from "../http-api.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { requestIdHeader } from "../http-refusal.ts";
import { callFunction } from "../integration/call-function.ts";
import { callHttpEndpoint } from "../integration/call-http-endpoint.ts";

/**
 * Has the route's integration answer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html
 */
export async function integrateRoute(exchange: HttpExchange, api: HttpApi): Promise<GatewayResponse> {
  const { integration } = matchOf(exchange).route;
  const answer =
    integration.type === "AWS_PROXY"
      ? await callFunction(integration, exchange, api)
      : await callHttpEndpoint(integration, exchange, api);
  if ("refusal" in answer) return answer.refusal;
  const [requestIdName, requestId] = requestIdHeader(exchange);
  const others = answer.headers.filter(([name]) => name.toLowerCase() !== requestIdName.toLowerCase());
  const headers = [...others, [requestIdName, requestId] as const];
  return withCors({ ...answer, headers }, exchange, api);
}
