/**
 * The variables that gateway responses substitute.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
import type { Api } from "./api.ts";
import { contextVariable, isContextVariable } from "./context-variable.ts";
import type { Exchange } from "./exchange.ts";
import { lastValue } from "./header.ts";

/** `context.error`, as a gateway response sees it. */
export interface ResponseError {
  readonly responseType: string;
  readonly message: string | null;
}

type Read = (name: string, exchange: Exchange, api: Api, error: ResponseError) => string | undefined;

const NAMESPACES: readonly (readonly [prefix: string, read: Read])[] = [
  ["context.error.", (name, _exchange, _api, error) => errorVariable(name, error)],
  ["context.authorizer.", (name, exchange) => authorizerVariable(name, exchange)],
  [
    "context.",
    (name, exchange, api) => (isContextVariable(name) ? contextVariable(name, exchange, api) : undefined),
  ],
  ["stageVariables.", (name, _, { definition }) => definition.stageVariables.get(name)],
  ["method.request.header.", (name, exchange) => lastValue(exchange.headers, name)],
  [
    "method.request.querystring.",
    (name, exchange) => exchange.target?.query.findLast(([key]) => key === name)?.[1],
  ],
  ["method.request.path.", (name, exchange) => exchange.route?.pathParameters.get(name)],
];

/** Whether a name belongs to what gateway responses can read. */
export function isRequestVariable(name: string): boolean {
  return NAMESPACES.some(([prefix]) => name.startsWith(prefix) && name.length > prefix.length);
}

/** The value of `context.requestId`, `method.request.header.Origin` and the like; `undefined` for none. */
export function requestVariable(
  name: string,
  exchange: Exchange,
  api: Api,
  error: ResponseError,
): string | undefined {
  for (const [prefix, read] of NAMESPACES) {
    if (name.startsWith(prefix)) return read(name.slice(prefix.length), exchange, api, error);
  }
  return undefined;
}

function errorVariable(name: string, error: ResponseError): string | undefined {
  if (name === "responseType") return error.responseType;
  if (name === "message") return error.message ?? "null";
  // A quoted JSON string, or `null`.
  if (name === "messageString") return JSON.stringify(error.message);
  return undefined;
}

function authorizerVariable(name: string, { authorization }: Exchange): string | undefined {
  if (name === "principalId") return authorization?.result.principalId;
  if (name === "integrationLatency") return authorization && String(authorization.latencyMs);
  return authorization?.result.context.get(name);
}
