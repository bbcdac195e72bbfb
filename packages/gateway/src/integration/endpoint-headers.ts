/**
 * The headers on the way to an HTTP endpoint and back.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
import type { Api } from "../api.ts";
import type { HttpProxyIntegration } from "../api-definition.ts";
import type { Exchange } from "../exchange.ts";
import { type HeaderField, isHopByHop, isSendable } from "../header.ts";
import { mappedValue } from "./endpoint.ts";
import { requestHeaders } from "./integration-headers.ts";

/** Headers of a request that do not reach the endpoint unless they are mapped. */
const NOT_FORWARDED = new Set([
  "content-encoding",
  "content-md5",
  "expect",
  "host",
  "max-forwards",
  "server",
  "via",
  "www-authenticate",
  "x-amzn-apigateway-api-id",
  // API Gateway has acted on it.
  "x-http-method-override",
]);

/**
 * The headers of the integration request. A mapped header replaces the caller's even when it has no value: an
 * endpoint that trusts it must not get the caller's own. Duplicates become one, as API Gateway does not have them.
 */
export function endpointHeaders(
  { parameters }: HttpProxyIntegration,
  exchange: Exchange,
  api: Api,
): HeaderField[] {
  const mapped = parameters
    .filter((parameter) => parameter.in === "header")
    .map((parameter) => [parameter.name, mappedValue(parameter, exchange, api) ?? ""] as const);
  const replaced = new Set(mapped.map(([name]) => name.toLowerCase()));
  const passed = exchange.headers.filter(
    ([name]) => !NOT_FORWARDED.has(name.toLowerCase()) && !replaced.has(name.toLowerCase()),
  );
  const headers = [...passed, ...mapped.filter((field) => field[1] !== "" && isSendable(field))];
  const { apiId } = api.definition;
  const own: HeaderField[] = [
    ["Accept", "application/json"],
    ["User-Agent", `AmazonAPIGateway_${apiId}`],
  ];
  const sent = new Set(headers.map(([name]) => name.toLowerCase()));
  return joinDuplicates([
    ...headers,
    ...own.filter(([name]) => !sent.has(name.toLowerCase())),
    ["x-amzn-apigateway-api-id", apiId],
  ]);
}

function joinDuplicates(headers: readonly HeaderField[]): HeaderField[] {
  const joined = new Map<string, HeaderField>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const first = joined.get(key);
    joined.set(key, first ? [first[0], `${first[1]},${value}`] : [name, value]);
  }
  return [...joined.values()];
}

/** Headers of the endpoint's that the gateway has itself; the endpoint's get another name. */
const REMAPPED = new Set([
  "connection",
  "content-length",
  "date",
  "server",
  "x-amzn-requestid",
  "x-amz-apigw-id",
]);

const REMAPPED_PREFIX = "x-amzn-Remapped-";

/** The headers of the method response. */
export function responseHeaders(endpoint: readonly HeaderField[], exchange: Exchange): HeaderField[] {
  const passed = endpoint.flatMap(([name, value]): HeaderField[] => {
    if (REMAPPED.has(name.toLowerCase())) return [[`${REMAPPED_PREFIX}${name}`, value]];
    return isHopByHop(name) || !isSendable([name, value]) ? [] : [[name, value]];
  });
  const hasType = passed.some(([name]) => name.toLowerCase() === "content-type");
  const type: HeaderField[] = hasType ? [] : [["Content-Type", "application/json"]];
  return [...type, ...passed, ...requestHeaders(exchange)];
}
