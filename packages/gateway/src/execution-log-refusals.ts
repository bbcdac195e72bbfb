/**
 * What the execution log says of a request that was refused.
 *
 * @see https://repost.aws/knowledge-center/api-gateway-logs
 * @see https://repost.aws/knowledge-center/malformed-502-api-gateway
 * @see https://repost.aws/knowledge-center/api-gateway-504-errors
 */
import type { Api, LogReason } from "./api.ts";
import type { Exchange, RefusalCause } from "./exchange.ts";
import { apiKeyText, methodText, REDACTED } from "./execution-log-texts.ts";
import { apiStageName } from "./usage/api-stage.ts";

type Text = (cause: RefusalCause, exchange: Exchange, api: Api) => string;

const UNAUTHORIZED: Text = (_, { requestId }) => `Unauthorized request: ${requestId}`;
const FUNCTION_FAILED: Text = () =>
  `Lambda execution failed with status 200 due to customer function error: ${REDACTED}`;
const TIMED_OUT: Text = () => "Execution failed due to a timeout error";
const EXCEEDED: Text = ({ detail = "" }) => detail;

/** Reasons for which API Gateway's words are known; of the others the response says what there is to say. */
const REFUSALS: { readonly [Reason in LogReason]?: Text } = {
  IdentityMissing: UNAUTHORIZED,
  IdentityInvalid: UNAUTHORIZED,
  TokenInvalid: UNAUTHORIZED,
  TokenExpired: UNAUTHORIZED,
  TokenUseWrong: UNAUTHORIZED,
  ScopeMissing: UNAUTHORIZED,
  AuthorizerUnauthorized: UNAUTHORIZED,
  AuthorizerFailed: FUNCTION_FAILED,
  AuthorizerTimedOut: TIMED_OUT,
  AuthorizerResultInvalid: ({ detail }) => `Execution failed due to configuration error: ${detail}`,
  ApiKeyMissing: keyRefused,
  ApiKeyInvalid: keyRefused,
  PlanThrottled: EXCEEDED,
  QuotaExceeded: EXCEEDED,
  ParametersMissing: ({ detail }) => `Missing required request parameters: [${detail}]`,
  BodyInvalid: () => `Request body does not match model schema for content type ${REDACTED}: ${REDACTED}`,
  NoMockResponse: () =>
    "Execution failed due to configuration error: No match for output mapping and no default output mapping configured",
  EndpointFailed: () => "Execution failed due to a network error communicating with endpoint",
  EndpointTimedOut: TIMED_OUT,
  FunctionFailed: FUNCTION_FAILED,
  FunctionTimedOut: TIMED_OUT,
  FunctionResultInvalid: () => "Execution failed due to configuration error: Malformed Lambda proxy response",
  InternalFault: () => "Execution failed due to an internal error",
};

/** Why the gateway answered itself, and how; nothing where an integration answered. */
export function refusalTexts(status: number, exchange: Exchange, api: Api): readonly string[] {
  const { refusal, verdict } = exchange;
  if (refusal) {
    const why = REFUSALS[refusal.reason]?.(refusal, exchange, api);
    return [...(why === undefined ? [] : [why]), responseText(refusal.type, status)];
  }
  if (verdict === undefined || verdict.decision === "allowed") return [];
  return ["The client is not authorized to perform this operation.", responseText("ACCESS_DENIED", status)];
}

function responseText(type: RefusalCause["type"], status: number): string {
  return `Gateway response type: ${type} with status code: ${status}`;
}

function keyRefused(_: RefusalCause, exchange: Exchange, api: Api): string {
  const key = apiKeyText(exchange, api);
  const stage = apiStageName(api.definition);
  return `API Key ${key} not authorized because method '${methodText(exchange)}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${stage}`;
}
