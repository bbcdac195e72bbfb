/** The answers that the gateway gives itself. HTTP APIs do not let them be customised. */
import type { GatewayResponse } from "../gateway-message.ts";
import type { HeaderField } from "../header.ts";
import type { HttpApi, HttpLogReason } from "./http-api.ts";
import type { HttpExchange } from "./http-exchange.ts";

/**
 * AWS publishes the texts of 401, 404 and 500, and no list. The others are what has been observed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
const MESSAGES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Request Entity Too Large",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
  504: "Gateway Timeout",
} as const;

export type RefusalStatus = keyof typeof MESSAGES;

interface HttpRefusal {
  readonly detail?: string;
  readonly functionName?: string;
  readonly headers?: readonly HeaderField[];
}

/** Ends an exchange: says why in the log, and to the client only what API Gateway says. */
export function refuseHttp(
  exchange: HttpExchange,
  api: HttpApi,
  status: RefusalStatus,
  reason: HttpLogReason,
  { headers = [], ...more }: HttpRefusal = {},
): GatewayResponse {
  const { requestId } = exchange;
  api.log({ requestId, reason, ...more });
  return {
    status,
    headers: [["Content-Type", "application/json"], ...headers, requestIdHeader(exchange)],
    body: Buffer.from(JSON.stringify({ message: MESSAGES[status] })),
  };
}

/** What every response of an HTTP API has. */
export function requestIdHeader({ requestId }: HttpExchange): HeaderField {
  return ["Apigw-Requestid", requestId];
}
