import type { GatewayResponse } from "../../gateway-message.ts";
import { lastValue } from "../../header.ts";
import { preflightHeaders } from "../cors.ts";
import type { HttpApi } from "../http-api.ts";
import type { HttpExchange } from "../http-exchange.ts";
import { requestIdHeader } from "../http-refusal.ts";

/**
 * Answers a preflight where the API has a CORS configuration. What a route takes, such as `ANY` or `$default`, goes
 * to that route and its authorizer, as AWS says of `$default`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html#http-api-cors-default-route
 */
export function answerPreflight(exchange: HttpExchange, api: HttpApi): GatewayResponse | undefined {
  const { cors } = api.definition;
  const { method, headers } = exchange.request;
  const origin = lastValue(headers, "origin");
  const asked = lastValue(headers, "access-control-request-method");
  if (!cors || method !== "OPTIONS" || origin === undefined || asked === undefined) return undefined;
  return {
    status: 204,
    headers: [...preflightHeaders(cors, origin), requestIdHeader(exchange)],
    body: new Uint8Array(),
  };
}
