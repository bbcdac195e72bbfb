/**
 * The `$context` variables that are known before a request is authorized, one row each. They serve as
 * identity sources, in gateway responses and in the events of functions.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference
 */

import type { Api } from "./api.ts";
import type { Exchange } from "./exchange.ts";
import { lastValue } from "./header.ts";
import { formatRequestTime } from "./request-time.ts";
import { namedApiKey } from "./usage/api-key-source.ts";

type Read = (exchange: Exchange, api: Api) => string | undefined;

const CONTEXT_VARIABLES = {
  accountId: (_, { definition }) => definition.accountId,
  apiId: (_, { definition }) => definition.apiId,
  domainName: (_, { domainName }) => domainName,
  domainPrefix: (_, { definition }) => definition.apiId,
  extendedRequestId: (exchange) => exchange.extendedRequestId,
  httpMethod: (exchange) => exchange.method,
  "identity.accessKey": (exchange) => exchange.caller?.accessKeyId,
  "identity.accountId": (exchange) => exchange.caller?.accountId,
  "identity.apiKey": (exchange, api) => namedApiKey(exchange, api),
  "identity.apiKeyId": (exchange) => exchange.apiKey?.id,
  "identity.caller": (exchange) => exchange.caller?.userId,
  "identity.sourceIp": (exchange) => exchange.request.sourceIp,
  "identity.user": (exchange) => exchange.caller?.userId,
  "identity.userAgent": (exchange) => lastValue(exchange.headers, "user-agent"),
  "identity.userArn": (exchange) => exchange.caller?.arn,
  "identity.vpcId": (exchange) => exchange.request.vpcEndpoint?.vpcId,
  "identity.vpceId": (exchange) => exchange.request.vpcEndpoint?.vpcEndpointId,
  isCanaryRequest: (_, { isCanaryRequest }) => isCanaryRequest?.toString(),
  path: (exchange) => exchange.requestPath,
  protocol: (exchange) => exchange.protocol,
  requestId: (exchange) => exchange.requestId,
  requestTime: (exchange) => formatRequestTime(exchange.receivedAt),
  requestTimeEpoch: (exchange) => String(exchange.receivedAt),
  resourceId: (exchange) => exchange.route?.resource.id,
  resourcePath: (exchange) => exchange.route?.resource.template,
  stage: (_, { definition }) => definition.stage,
} as const satisfies Record<string, Read>;

export type ContextVariable = keyof typeof CONTEXT_VARIABLES;

export const CONTEXT_VARIABLE_NAMES = Object.keys(CONTEXT_VARIABLES);

export function isContextVariable(name: string): name is ContextVariable {
  return Object.hasOwn(CONTEXT_VARIABLES, name);
}

/** The value of a `$context` variable for a request; `undefined` where it has none. */
export function contextVariable(name: ContextVariable, exchange: Exchange, api: Api): string | undefined {
  const read: Read = CONTEXT_VARIABLES[name];
  return read(exchange, api);
}
