/**
 * Where an HTTP integration sends a request: to the endpoint that the definition names and to no other. Only
 * the path and the query string vary with the request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
import type { Api } from "../api.ts";
import type { HttpProxyIntegration, MappedParameter } from "../api-definition.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import { requestVariable } from "../request-variable.ts";

/**
 * The path and query string of the integration request; `undefined` where a path parameter has no value, or
 * one that would lead out of the path.
 */
export function endpointTarget(
  integration: HttpProxyIntegration,
  exchange: Exchange,
  api: Api,
): string | undefined {
  const path = endpointPath(integration, exchange, api);
  if (path === undefined) return undefined;
  const { query } = integration.endpoint;
  const sent = queryText(integration, exchange, api);
  if (sent === "") return path + query;
  return `${path}${query === "" ? "?" : `${query}&`}${sent}`;
}

function endpointPath(
  { endpoint, parameters }: HttpProxyIntegration,
  exchange: Exchange,
  api: Api,
): string | undefined {
  let path = "";
  for (const [index, part] of endpoint.path.entries()) {
    const isName = index % 2 === 1;
    const text = isName ? pathValue(part, parameters, exchange, api) : part;
    if (text === undefined) return undefined;
    path += text;
  }
  return hasDotSegment(path) ? undefined : path;
}

/** A parameter of the path stays as it was sent; anything else cannot add a segment. */
function pathValue(
  name: string,
  parameters: readonly MappedParameter[],
  exchange: Exchange,
  api: Api,
): string | undefined {
  const parameter = parameters.find((each) => each.in === "path" && each.name === name);
  const value = parameter && mappedValue(parameter, exchange, api);
  if (value === undefined || value === "") return undefined;
  const isFromPath =
    parameter?.source.kind === "variable" && parameter.source.name.startsWith("method.request.path.");
  return isFromPath ? value.replaceAll("#", "%23") : encode(value);
}

/**
 * AWS does not say what becomes of `..`. A policy is evaluated on the path as it was sent, and an endpoint that
 * resolves it would serve another one, so here it goes nowhere.
 */
export function hasDotSegment(path: string): boolean {
  const decoded = path.replace(/%2e/gi, ".").replace(/%2f|%5c|\\/gi, "/");
  return decoded.split("/").some((segment) => segment === "." || segment === "..");
}

/** The caller's parameters, then the mapped ones. */
function queryText({ parameters }: HttpProxyIntegration, exchange: Exchange, api: Api): string {
  const mapped = parameters
    .filter((parameter) => parameter.in === "querystring")
    .map((parameter) => [parameter.name, mappedValue(parameter, exchange, api) ?? ""] as const)
    .filter(([, value]) => value !== "");
  return [...routeOf(exchange).query, ...mapped]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

/** The value of a mapped parameter; `undefined` where its source has none. */
export function mappedValue({ source }: MappedParameter, exchange: Exchange, api: Api): string | undefined {
  return source.kind === "static" ? source.value : requestVariable(source.name, exchange, api);
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
