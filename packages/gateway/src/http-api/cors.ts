/**
 * What the gateway adds to responses across origins.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
import type { GatewayResponse } from "../gateway-message.ts";
import { type HeaderField, lastValue } from "../header.ts";
import type { HttpApi } from "./http-api.ts";
import type { CorsConfiguration } from "./http-api-definition.ts";
import type { HttpExchange } from "./http-exchange.ts";

/** Where an API has a CORS configuration, what its integrations say of it does not count. */
export function withCors(
  response: GatewayResponse,
  { request }: HttpExchange,
  { definition: { cors } }: HttpApi,
): GatewayResponse {
  if (!cors) return response;
  const own = response.headers.filter(([name]) => !name.toLowerCase().startsWith("access-control-"));
  const allowed = allowedOrigin(cors, lastValue(request.headers, "origin"));
  if (allowed === undefined) return { ...response, headers: own };
  const headers = [
    ...own,
    ...originHeaders(cors, allowed),
    ...listHeader("Access-Control-Expose-Headers", cors.exposeHeaders),
  ];
  return { ...response, headers };
}

/** The headers of the answer to a preflight; none for an origin that is not allowed. */
export function preflightHeaders(cors: CorsConfiguration, origin: string): HeaderField[] {
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return [];
  const { allowMethods, allowHeaders, maxAge } = cors;
  return [
    ...originHeaders(cors, allowed),
    ...listHeader("Access-Control-Allow-Methods", allowMethods),
    ...listHeader("Access-Control-Allow-Headers", allowHeaders),
    ...listHeader("Access-Control-Max-Age", maxAge === undefined ? [] : [String(maxAge)]),
  ];
}

/** What `Access-Control-Allow-Origin` says; `undefined` where there is nothing to say. */
function allowedOrigin({ allowOrigins }: CorsConfiguration, origin: string | undefined): string | undefined {
  if (origin === undefined || origin === "") return undefined;
  if (allowOrigins.includes("*")) return "*";
  return allowOrigins.some((allowed) => allows(allowed, origin)) ? origin : undefined;
}

/** `https://*` stands for any origin with this scheme. */
function allows(allowed: string, origin: string): boolean {
  return allowed.endsWith("//*") ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin;
}

function originHeaders({ allowCredentials }: CorsConfiguration, allowed: string): HeaderField[] {
  return [
    ["Access-Control-Allow-Origin", allowed],
    ...listHeader("Access-Control-Allow-Credentials", allowCredentials ? ["true"] : []),
  ];
}

function listHeader(name: string, values: readonly string[]): HeaderField[] {
  return values.length === 0 ? [] : [[name, values.join(",")]];
}
