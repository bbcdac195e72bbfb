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
  /** What is wrong with the request's body, in full. */
  readonly validationErrorString?: string;
}

type Read = (name: string, exchange: Exchange, api: Api, error?: ResponseError) => string | undefined;

const NAMESPACES: readonly (readonly [prefix: string, read: Read])[] = [
  ["context.error.", (name, _exchange, _api, error) => error && errorVariable(name, error)],
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

/** Whether gateway responses can read a name. */
export function isRequestVariable(name: string): boolean {
  if (name.startsWith("context.")) return isContextName(name) || ERROR_NAMES.has(name);
  return NAMESPACES.some(([prefix]) => name.startsWith(prefix) && name.length > prefix.length);
}

/**
 * Whether a name is one of the context's: a variable that every request has, or what the authorizer found out,
 * `context.authorizer.tenant` and `context.authorizer.claims.sub`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference
 */
export function isContextName(name: string): boolean {
  if (/^context\.authorizer\.(?:claims\.[A-Za-z0-9_:-]+|[A-Za-z0-9_-]+)$/.test(name)) return true;
  return name.startsWith("context.") && isContextVariable(name.slice("context.".length));
}

const ERROR_NAMES = new Set([
  "context.error.message",
  "context.error.messageString",
  "context.error.responseType",
  "context.error.validationErrorString",
]);

/** The value of `context.requestId`, `method.request.header.Origin` and the like; `undefined` for none. */
export function requestVariable(
  name: string,
  exchange: Exchange,
  api: Api,
  error?: ResponseError,
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
  if (name === "validationErrorString") return error.validationErrorString;
  return undefined;
}

function authorizerVariable(name: string, { authorization, claims }: Exchange): string | undefined {
  if (name.startsWith("claims.")) return claims?.get(name.slice("claims.".length));
  if (name === "principalId") return authorization?.result.principalId;
  if (name === "integrationLatency") return authorization && String(authorization.latencyMs);
  return authorization?.result.context.get(name);
}
