import { checkAuthorizerResult } from "../../authorizer-result.ts";
import { headerValues } from "../../header.ts";
import { identityValue } from "../../identity.ts";
import { callFunction } from "../call-function.ts";
import { clientOf } from "../client.ts";
import { authorizerEvent } from "../events.ts";
import { type Opening, queryOf, type Refusal, refuseOpening } from "../opening.ts";
import type { WebSocketApi } from "../web-socket-api.ts";
import type { WebSocketAuthorizer, WebSocketIdentitySource } from "../web-socket-definition.ts";

/** The only message that means 401; every other one is a configuration error. */
const UNAUTHORIZED = "Unauthorized";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const MAX_RESULT_BYTES = 8 * 1024;

/**
 * Gets the client's policy from the authorizer of `$connect`. Nothing is kept: each connection is asked about.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export async function authorizeConnect(opening: Opening, api: WebSocketApi): Promise<Refusal | undefined> {
  const { authorization } = api.definition.connect;
  if (authorization.type !== "CUSTOM") return undefined;
  const { authorizer } = authorization;
  const isIncomplete = authorizer.identitySources.some(
    (source) => identityValue(identityValues(source, opening, api)) === "",
  );
  if (isIncomplete) return refuseOpening(opening, api, "UNAUTHORIZED", "IdentityMissing");
  return askAuthorizer(authorizer, opening, api);
}

function identityValues(source: WebSocketIdentitySource, opening: Opening, api: WebSocketApi): string[] {
  const { kind, name } = source;
  if (kind === "header") return headerValues(opening.headers, name);
  const pairs = kind === "querystring" ? queryOf(opening) : [...api.definition.stageVariables];
  return pairs.filter(([key]) => key === name).map(([, value]) => value);
}

async function askAuthorizer(
  { functionName }: WebSocketAuthorizer,
  opening: Opening,
  api: WebSocketApi,
): Promise<Refusal | undefined> {
  const startedAt = api.clock();
  const event = authorizerEvent(opening, clientOf(opening), api);
  const call = { functionName, timeoutInMillis: api.options.authorizerTimeoutMs };
  const outcome = await callFunction(call, event, api);
  if (outcome.type === "threw" && outcome.message === UNAUTHORIZED) {
    return refuseOpening(opening, api, "UNAUTHORIZED", "AuthorizerUnauthorized", { functionName });
  }
  if (outcome.type !== "returned") {
    const reason = outcome.type === "threw" ? "AuthorizerFailed" : "AuthorizerTimedOut";
    return refuseOpening(opening, api, "AUTHORIZER_CONFIGURATION_ERROR", reason, { functionName });
  }
  const checked = checkResult(outcome.value, api);
  if (!checked.valid) {
    const more = { functionName, detail: checked.problem };
    return refuseOpening(opening, api, "AUTHORIZER_CONFIGURATION_ERROR", "AuthorizerResultInvalid", more);
  }
  opening.authorization = { result: checked.result, from: "miss", latencyMs: api.clock() - startedAt };
  return undefined;
}

function checkResult(value: unknown, { options }: WebSocketApi): ReturnType<typeof checkAuthorizerResult> {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= MAX_RESULT_BYTES) return checkAuthorizerResult(value, options.requirePrincipalId);
  return { valid: false, problem: `expected at most ${MAX_RESULT_BYTES} bytes, came ${bytes}` };
}
