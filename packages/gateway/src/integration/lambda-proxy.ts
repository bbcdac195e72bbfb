import type { Api } from "../api.ts";
import type { ProxyIntegration } from "../api-definition.ts";
import type { Exchange } from "../exchange.ts";
import { functionNamed } from "../function-table.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { lastValue } from "../header.ts";
import { invoke } from "../lambda.ts";
import { matchesMediaType } from "../media-type.ts";
import { proxyEvent } from "../proxy-event.ts";
import { readProxyResponse } from "../proxy-response.ts";
import { refuse } from "../refusal.ts";
import { integrationHeaders } from "./integration-headers.ts";

/**
 * Invokes the method's function and passes its response on.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export async function integrateFunction(
  { functionName, timeoutInMillis }: ProxyIntegration,
  exchange: Exchange,
  api: Api,
): Promise<GatewayResponse> {
  const outcome = await invoke(functionNamed(functionName, api), {
    functionName,
    event: proxyEvent(exchange, api),
    requestId: api.requestId(),
    timeoutMs: timeoutInMillis,
    region: api.definition.region,
    accountId: api.definition.accountId,
    clock: api.clock,
  });
  if (outcome.type === "timedOut") {
    return refuse(exchange, api, "INTEGRATION_TIMEOUT", "FunctionTimedOut", { functionName });
  }
  if (outcome.type === "threw")
    return refuse(exchange, api, "DEFAULT_5XX", "FunctionFailed", { functionName });
  const response = readProxyResponse(outcome.value, acceptsBinary(exchange, api));
  if (!response) return refuse(exchange, api, "DEFAULT_5XX", "FunctionResultInvalid", { functionName });
  return { ...response, headers: [...response.headers, ...integrationHeaders(exchange)] };
}

/**
 * The first media type of `Accept` decides whether a base64 body is decoded.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
 */
function acceptsBinary({ headers }: Exchange, { definition }: Api): boolean {
  const [first = ""] = (lastValue(headers, "accept") ?? "").split(",");
  return matchesMediaType(definition.binaryMediaTypes, first);
}
