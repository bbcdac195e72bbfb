import type { GatewayResponse } from "../../gateway-message.ts";
import { isSendable } from "../../header.ts";
import { MAX_HEADER_BYTES, MAX_PAYLOAD_BYTES } from "../../stages/admit.ts";
import type { HttpApi } from "../http-api.ts";
import type { HttpExchange } from "../http-exchange.ts";
import { refuseHttp } from "../http-refusal.ts";

/**
 * Refuses what is malformed or too large, before it is looked at any further.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export function admitHttp(exchange: HttpExchange, api: HttpApi): GatewayResponse | undefined {
  const { request, query } = exchange;
  if (!query || !request.headers.every(isSendable)) return refuseHttp(exchange, api, 400, "MalformedRequest");
  if (lineAndHeaderBytes(exchange) > MAX_HEADER_BYTES)
    return refuseHttp(exchange, api, 431, "HeadersTooLarge");
  if (request.body.length > MAX_PAYLOAD_BYTES) return refuseHttp(exchange, api, 413, "PayloadTooLarge");
  return undefined;
}

/** The limit is on the request line and the values of headers; both are Latin-1, so a character is a byte. */
function lineAndHeaderBytes({ request, protocol }: HttpExchange): number {
  const { method, rawPath, rawQuery, headers } = request;
  const line = [method, rawPath + (rawQuery && `?${rawQuery}`), protocol].join(" ");
  return headers.reduce((total, [, value]) => total + value.length, line.length);
}
