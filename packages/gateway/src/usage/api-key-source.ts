import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import { lastValue } from "../header.ts";

/**
 * The value of the API key that a request names, checked or not; `undefined` where its method requires none. Where
 * keys come from the authorizer, a header names none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
 */
export function namedApiKey(exchange: Exchange, { definition }: Api): string | undefined {
  if (!exchange.route?.method.apiKeyRequired) return undefined;
  return definition.apiKeySource === "AUTHORIZER"
    ? exchange.authorization?.result.usageIdentifierKey
    : lastValue(exchange.headers, "x-api-key");
}

/** A key's value as execution logs have it: but for the end, in stars. */
export function maskedApiKey(value: string): string {
  return value.slice(-6).padStart(value.length, "*");
}
