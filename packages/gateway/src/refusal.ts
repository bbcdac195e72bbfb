import type { Api, LogReason } from "./api.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayResponse } from "./gateway-message.ts";
import { gatewayResponse } from "./gateway-response.ts";
import type { ResponseType } from "./gateway-response-type.ts";

interface Refusal {
  readonly detail?: string;
  readonly functionName?: string;
  /** Replaces the text of the response's type. It is not logged. */
  readonly message?: string;
  readonly validationErrorString?: string;
}

/** Ends an exchange: says why in the log, and to the client only what API Gateway says. */
export function refuse(
  exchange: Exchange,
  api: Api,
  type: ResponseType,
  reason: LogReason,
  { message, validationErrorString, ...more }: Refusal = {},
): GatewayResponse {
  exchange.refusal = { type, reason, ...(more.detail !== undefined && { detail: more.detail }) };
  api.log({ requestId: exchange.requestId, reason, ...more });
  return gatewayResponse(exchange, api, type, message, validationErrorString);
}
