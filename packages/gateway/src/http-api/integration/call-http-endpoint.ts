import { type HeaderField, isHopByHop, isSendable } from "../../header.ts";
import { hasDotSegment } from "../../integration/endpoint.ts";
import { callEndpoint } from "../../integration/endpoint-call.ts";
import type { HttpApi } from "../http-api.ts";
import type { HttpApiEndpoint } from "../http-api-definition.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { refuseHttp } from "../http-refusal.ts";
import type { IntegrationAnswer } from "./integration-answer.ts";

/** Headers that are of the connection to the gateway, and not of the one to the endpoint. */
const NOT_FORWARDED = new Set(["content-length", "expect", "host"]);

/**
 * Sends a request on to the route's HTTP endpoint and passes its response back.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
 */
export async function callHttpEndpoint(
  integration: HttpApiEndpoint,
  exchange: HttpExchange,
  api: HttpApi,
): Promise<IntegrationAnswer> {
  const target = endpointTarget(integration, exchange);
  if (target === undefined) return { refusal: refuseHttp(exchange, api, 400, "MappingFailed") };
  const { request } = exchange;
  const outcome = await callEndpoint({
    origin: integration.endpoint.origin,
    target,
    method: integration.httpMethod === "ANY" ? request.method : integration.httpMethod,
    headers: forwarded(exchange.headers),
    body: request.body,
    timeoutMs: integration.timeoutInMillis,
    connectTimeoutMs: api.options.endpointConnectTimeoutMs,
  });
  if (outcome.type === "timedOut") {
    const status = api.options.integrationTimeoutStatus;
    return { refusal: refuseHttp(exchange, api, status, "EndpointTimedOut") };
  }
  if (outcome.type === "failed") return { refusal: refuseHttp(exchange, api, 503, "EndpointFailed") };
  const { status, headers, body } = outcome;
  return { status, headers: headers.filter(isReturned), body };
}

/**
 * The endpoint's path with the route's parameters, as they were sent; `$default` adds the whole path. `undefined`
 * for a path with dots that an endpoint would resolve: the policy was evaluated on another one.
 */
function endpointTarget({ endpoint }: HttpApiEndpoint, exchange: HttpExchange): string | undefined {
  const { route, path: sent, pathParameters } = matchOf(exchange);
  const parts = endpoint.path.map((part, index) =>
    index % 2 === 1 ? (pathParameters.get(part) ?? "") : part,
  );
  const own = parts.join("");
  const path = route.routeKey === "$default" ? own.replace(/\/$/, "") + sent : own;
  if (hasDotSegment(path)) return undefined;
  const { rawQuery } = exchange.request;
  const added = rawQuery === "" ? "" : (endpoint.query === "" ? "?" : "&") + rawQuery;
  // What a client sends unencoded would end the URL for an endpoint that heeds it.
  return (path + endpoint.query + added).replaceAll("#", "%23");
}

/** Duplicates become one, as functions see them. */
function forwarded(headers: readonly HeaderField[]): HeaderField[] {
  const joined = new Map<string, HeaderField>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (NOT_FORWARDED.has(key)) continue;
    const first = joined.get(key);
    const separator = key === "cookie" ? "; " : ",";
    joined.set(key, first ? [first[0], first[1] + separator + value] : [name, value]);
  }
  return [...joined.values()];
}

function isReturned(field: HeaderField): boolean {
  const [name] = field;
  return !isHopByHop(name) && name.toLowerCase() !== "content-length" && isSendable(field);
}
