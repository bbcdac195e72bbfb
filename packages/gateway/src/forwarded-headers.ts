import type { GatewayRequest } from "./gateway-message.ts";
import { type HeaderField, headerValues, isHopByHop } from "./header.ts";

const REPLACED = new Set([
  "content-length",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/**
 * The headers that functions see: the caller's, without those of the connection, and those that API Gateway
 * adds. What the caller sent as `X-Forwarded-For` stays in front of the real address, which comes last.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function forwardedHeaders(request: GatewayRequest, traceId: string): HeaderField[] {
  const passed = request.headers.filter(([name]) => !isHopByHop(name) && !REPLACED.has(name.toLowerCase()));
  const forwardedFor = [...headerValues(request.headers, "x-forwarded-for"), request.sourceIp].join(", ");
  return [
    ...passed,
    ["X-Amzn-Trace-Id", traceId],
    ["X-Forwarded-For", forwardedFor],
    ["X-Forwarded-Port", "443"],
    ["X-Forwarded-Proto", "https"],
  ];
}
