import { functionNamed } from "../../function-table.ts";
import { invoke } from "../../lambda.ts";
import { proxyEvent1 } from "../events/format-1.ts";
import { proxyEvent2 } from "../events/format-2.ts";
import type { HttpApi } from "../http-api.ts";
import type { HttpApiFunction } from "../http-api-definition.ts";
import type { HttpExchange } from "../http-exchange.ts";
import { refuseHttp } from "../http-refusal.ts";
import { readResponse1, readResponse2 } from "./function-response.ts";
import type { IntegrationAnswer } from "./integration-answer.ts";

const FORMATS = {
  "1.0": { event: proxyEvent1, read: readResponse1 },
  "2.0": { event: proxyEvent2, read: readResponse2 },
} as const;

/**
 * Invokes the route's function and reads its response.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export async function callFunction(
  { functionName, payloadFormatVersion, timeoutInMillis }: HttpApiFunction,
  exchange: HttpExchange,
  api: HttpApi,
): Promise<IntegrationAnswer> {
  const { event, read } = FORMATS[payloadFormatVersion];
  const outcome = await invoke(functionNamed(functionName, api), {
    functionName,
    event: event(exchange, api),
    requestId: api.requestId(),
    timeoutMs: timeoutInMillis,
    region: api.definition.region,
    accountId: api.definition.accountId,
    clock: api.clock,
  });
  if (outcome.type === "timedOut") {
    const status = api.options.integrationTimeoutStatus;
    return { refusal: refuseHttp(exchange, api, status, "FunctionTimedOut", { functionName }) };
  }
  const response = outcome.type === "returned" ? read(outcome.value) : undefined;
  if (response) return response;
  const reason = outcome.type === "threw" ? "FunctionFailed" : "FunctionResultInvalid";
  return { refusal: refuseHttp(exchange, api, 500, reason, { functionName }) };
}
