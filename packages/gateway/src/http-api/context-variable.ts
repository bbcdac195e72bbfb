/**
 * The `$context` variables that are known before a request is authorized, one row each. They serve as identity
 * sources.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
import { lastValue } from "../header.ts";
import { formatRequestTime } from "../request-time.ts";
import type { HttpApi } from "./http-api.ts";
import type { HttpExchange } from "./http-exchange.ts";

type Read = (exchange: HttpExchange, api: HttpApi) => string | undefined;

const CONTEXT_VARIABLES = {
  accountId: (_, { definition }) => definition.accountId,
  apiId: (_, { definition }) => definition.apiId,
  domainName: (_, { domainName }) => domainName,
  domainPrefix: (_, { definition }) => definition.apiId,
  extendedRequestId: ({ requestId }) => requestId,
  httpMethod: ({ request }) => request.method,
  "identity.sourceIp": ({ request }) => request.sourceIp,
  "identity.userAgent": ({ headers }) => lastValue(headers, "user-agent"),
  path: ({ request }) => request.rawPath,
  protocol: ({ protocol }) => protocol,
  requestId: ({ requestId }) => requestId,
  requestTime: ({ receivedAt }) => formatRequestTime(receivedAt),
  requestTimeEpoch: ({ receivedAt }) => String(receivedAt),
  routeKey: ({ match }) => match?.route.routeKey,
  stage: (_, { definition }) => definition.stage,
} as const satisfies Record<string, Read>;

export type HttpContextVariable = keyof typeof CONTEXT_VARIABLES;

export const HTTP_CONTEXT_VARIABLES = Object.keys(CONTEXT_VARIABLES);

export function isHttpContextVariable(name: string): name is HttpContextVariable {
  return Object.hasOwn(CONTEXT_VARIABLES, name);
}

/** The value of a `$context` variable for a request; `undefined` where it has none. */
export function httpContextVariable(
  name: HttpContextVariable,
  exchange: HttpExchange,
  api: HttpApi,
): string | undefined {
  const read: Read = CONTEXT_VARIABLES[name];
  return read(exchange, api);
}
