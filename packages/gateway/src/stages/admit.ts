import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { isSendable } from "../header.ts";
import { refuse } from "../refusal.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_HEADER_BYTES = 10_240;
export const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

/** Refuses what is malformed or too large, before it is looked at any further. */
export function admit(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { request, target } = exchange;
  if (!target) return refuse(exchange, api, "MALFORMED_REQUEST", "MalformedRequest");
  if (!request.headers.every(isSendable))
    return refuse(exchange, api, "MALFORMED_REQUEST", "MalformedRequest");
  if (headerBytes(exchange) > MAX_HEADER_BYTES)
    return refuse(exchange, api, "HEADERS_TOO_LARGE", "HeadersTooLarge");
  if (request.body.length > MAX_PAYLOAD_BYTES)
    return refuse(exchange, api, "REQUEST_TOO_LARGE", "PayloadTooLarge");
  return undefined;
}

/** The limit is on the values; header text is Latin-1, so a character is a byte. */
function headerBytes({ request }: Exchange): number {
  return request.headers.reduce((total, [, value]) => total + value.length, 0);
}
