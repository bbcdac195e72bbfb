import { lastValue } from "../../header.ts";
import { readProxyResponse } from "../../proxy-response.ts";
import { callFunction } from "../call-function.ts";
import { clientOf } from "../client.ts";
import { connectEvent } from "../events.ts";
import { type Opening, type Refusal, refuseOpening } from "../opening.ts";
import type { WebSocketApi } from "../web-socket-api.ts";

/**
 * Asks the integration of `$connect`: a status of 2xx lets the client in. It chooses the subprotocol.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
 */
export async function integrateConnect(opening: Opening, api: WebSocketApi): Promise<Refusal | undefined> {
  const { integration } = api.definition.connect;
  if (!integration) return undefined;
  const { functionName } = integration;
  const outcome = await callFunction(integration, connectEvent(opening, clientOf(opening), api), api);
  if (outcome.type === "timedOut") {
    return refuseOpening(opening, api, "INTEGRATION_TIMEOUT", "FunctionTimedOut", { functionName });
  }
  if (outcome.type === "threw") {
    return refuseOpening(opening, api, "DEFAULT_5XX", "FunctionFailed", { functionName });
  }
  const response = readProxyResponse(outcome.value, false);
  if (!response) return refuseOpening(opening, api, "DEFAULT_5XX", "FunctionResultInvalid", { functionName });
  const { status, headers } = response;
  if (status < 200 || status >= 300) return { status };
  const protocol = lastValue(headers, "sec-websocket-protocol");
  if (protocol !== undefined) opening.protocol = protocol;
  return undefined;
}
