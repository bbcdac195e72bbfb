import type { Api } from "../api.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { refuse } from "../refusal.ts";
import { namedApiKey } from "../usage/api-key-source.ts";
import { apiStageName } from "../usage/api-stage.ts";

/**
 * Checks the API key of a method that requires one: it has to exist, to be enabled, and to be in a usage plan for this
 * stage. It comes after authorization because the authorizer may be what names it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export function checkApiKey(exchange: Exchange, api: Api): GatewayResponse | undefined {
  if (!routeOf(exchange).method.apiKeyRequired) return undefined;
  const value = namedApiKey(exchange, api) ?? "";
  if (value === "") return refuse(exchange, api, "INVALID_API_KEY", "ApiKeyMissing");
  const key = api.usage.keyOf(value);
  if (!key) return invalid("expected the value of an API key", exchange, api);
  if (key.enabled === false) return invalid(`expected an enabled API key, came \`${key.id}\``, exchange, api);
  if (!api.usage.planOf(key.id)) {
    const stage = apiStageName(api.definition);
    return invalid(`expected an API key in a usage plan for \`${stage}\`, came \`${key.id}\``, exchange, api);
  }
  exchange.apiKey = { id: key.id, value };
  return undefined;
}

function invalid(detail: string, exchange: Exchange, api: Api): GatewayResponse {
  return refuse(exchange, api, "INVALID_API_KEY", "ApiKeyInvalid", { detail });
}
