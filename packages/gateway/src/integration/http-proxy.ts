import type { Api } from "../api.ts";
import type { HttpProxyIntegration } from "../api-definition.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { lastValue } from "../header.ts";
import { refuse } from "../refusal.ts";
import { convertRequestBody, convertResponseBody } from "./body-conversion.ts";
import { endpointTarget } from "./endpoint.ts";
import { callEndpoint, type EndpointOutcome } from "./endpoint-call.ts";
import { endpointHeaders, responseHeaders } from "./endpoint-headers.ts";

const JSON_TYPE = "application/json";

/**
 * Sends a request on to the method's HTTP endpoint and passes its response back.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export async function integrateHttp(
  integration: HttpProxyIntegration,
  exchange: Exchange,
  api: Api,
): Promise<GatewayResponse> {
  const target = endpointTarget(integration, exchange, api);
  if (target === undefined) return refuse(exchange, api, "DEFAULT_4XX", "MappingFailed");
  const body = requestBody(integration, exchange, api);
  if (!body) return refuse(exchange, api, "API_CONFIGURATION_ERROR", "BodyNotConvertible");
  const outcome = await callEndpoint({
    origin: integration.endpoint.origin,
    target,
    method: integration.httpMethod === "ANY" ? exchange.method : integration.httpMethod,
    headers: endpointHeaders(integration, exchange, api),
    body,
    timeoutMs: integration.timeoutInMillis,
    connectTimeoutMs: api.options.endpointConnectTimeoutMs,
  });
  return answer(outcome, exchange, api);
}

function requestBody(
  { contentHandling }: HttpProxyIntegration,
  { request, headers }: Exchange,
  { definition }: Api,
): Uint8Array | undefined {
  const type = lastValue(headers, "content-type") ?? JSON_TYPE;
  return convertRequestBody(request.body, type, definition.binaryMediaTypes, contentHandling);
}

function answer(outcome: EndpointOutcome, exchange: Exchange, api: Api): GatewayResponse {
  if (outcome.type === "timedOut") return refuse(exchange, api, "INTEGRATION_TIMEOUT", "EndpointTimedOut");
  if (outcome.type === "failed") {
    return refuse(exchange, api, "INTEGRATION_FAILURE", "EndpointFailed", {
      message: "Network error communicating with endpoint",
    });
  }
  const body = convertResponseBody(
    outcome.body,
    lastValue(outcome.headers, "content-type") ?? JSON_TYPE,
    lastValue(exchange.headers, "accept") ?? JSON_TYPE,
    api.definition.binaryMediaTypes,
  );
  if (!body) return refuse(exchange, api, "API_CONFIGURATION_ERROR", "BodyNotConvertible");
  return { status: outcome.status, headers: responseHeaders(outcome.headers, exchange), body };
}
