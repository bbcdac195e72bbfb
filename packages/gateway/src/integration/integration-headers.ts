import type { Exchange } from "../exchange.ts";
import type { HeaderField } from "../header.ts";

/** What the gateway adds to an integration's response. An HTTP proxy's has no trace. */
export function integrationHeaders(exchange: Exchange): readonly HeaderField[] {
  return [...requestHeaders(exchange), ["X-Amzn-Trace-Id", exchange.traceId]];
}

/** The two that every response has. */
export function requestHeaders({ requestId, extendedRequestId }: Exchange): readonly HeaderField[] {
  return [
    ["x-amzn-RequestId", requestId],
    ["x-amz-apigw-id", extendedRequestId],
  ];
}
