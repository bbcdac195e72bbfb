import { functionNamed } from "../../function-table.ts";
import type { GatewayResponse } from "../../gateway-message.ts";
import { type InvocationOutcome, invoke } from "../../lambda.ts";
import { policyCacheKey } from "../../policy-cache.ts";
import { checkHttpAuthorizerResult, type HttpAuthorizerResult } from "../authorizer-result.ts";
import { authorizerEvent1 } from "../events/format-1.ts";
import { authorizerEvent2 } from "../events/format-2.ts";
import type { HttpApi } from "../http-api.ts";
import type { HttpLambdaAuthorizer } from "../http-api-definition.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { type HttpIdentity, httpIdentity, isIdentityMissing } from "../http-identity.ts";
import { refuseHttp } from "../http-refusal.ts";

const EVENTS = { "1.0": authorizerEvent1, "2.0": authorizerEvent2 } as const;

/** The message that means 401 to REST APIs; to HTTP APIs, nobody knows. */
const UNAUTHORIZED = "Unauthorized";

/**
 * Gets the result of the route's Lambda authorizer, or the one that is kept for these identity sources. It is kept
 * for all routes of the authorizer unless `$context.routeKey` is among them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.caching
 */
export async function authorizeByFunction(
  exchange: HttpExchange,
  api: HttpApi,
): Promise<GatewayResponse | undefined> {
  const { authorization } = matchOf(exchange).route;
  if (authorization.type !== "CUSTOM") return undefined;
  const { authorizer } = authorization;
  const identity = httpIdentity(authorizer.identitySources, exchange, api);
  if (isIdentityMissing(identity)) return refuseHttp(exchange, api, 401, "IdentityMissing");
  return findResult(authorizer, identity, exchange, api);
}

async function findResult(
  authorizer: HttpLambdaAuthorizer,
  identity: HttpIdentity,
  exchange: HttpExchange,
  api: HttpApi,
): Promise<GatewayResponse | undefined> {
  const ttl = authorizer.resultTtlInSeconds;
  const key = policyCacheKey(api.definition, authorizer.name, identity);
  const cached = ttl > 0 ? api.resultCache.get(key) : undefined;
  if (cached) {
    exchange.authorization = { result: cached, from: "hit" };
    return undefined;
  }
  const store = ttl > 0 ? api.resultCache.reserve(key, ttl) : undefined;
  const answer = await callAuthorizer(authorizer, identity, exchange, api);
  if ("status" in answer) return answer;
  store?.(answer);
  exchange.authorization = { result: answer, from: "miss" };
  return undefined;
}

async function callAuthorizer(
  authorizer: HttpLambdaAuthorizer,
  identity: HttpIdentity,
  exchange: HttpExchange,
  api: HttpApi,
): Promise<HttpAuthorizerResult | GatewayResponse> {
  const { functionName, payloadFormatVersion } = authorizer;
  const { definition, options, clock } = api;
  const outcome = await invoke(functionNamed(functionName, api), {
    functionName,
    event: EVENTS[payloadFormatVersion](identity, exchange, api),
    requestId: api.requestId(),
    timeoutMs: options.authorizerTimeoutMs,
    region: definition.region,
    accountId: definition.accountId,
    clock,
  });
  return readOutcome(outcome, authorizer, exchange, api);
}

function readOutcome(
  outcome: InvocationOutcome,
  authorizer: HttpLambdaAuthorizer,
  exchange: HttpExchange,
  api: HttpApi,
): HttpAuthorizerResult | GatewayResponse {
  const { functionName } = authorizer;
  const { unauthorizedError, requirePrincipalId } = api.options;
  if (outcome.type === "threw" && outcome.message === UNAUTHORIZED) {
    const status = unauthorizedError === "unauthorized" ? 401 : 500;
    return refuseHttp(exchange, api, status, "AuthorizerUnauthorized", { functionName });
  }
  if (outcome.type !== "returned") {
    const reason = outcome.type === "threw" ? "AuthorizerFailed" : "AuthorizerTimedOut";
    return refuseHttp(exchange, api, 500, reason, { functionName });
  }
  const checked = checkHttpAuthorizerResult(outcome.value, authorizer, requirePrincipalId);
  if (typeof checked !== "string") return checked;
  return refuseHttp(exchange, api, 500, "AuthorizerResultInvalid", { functionName, detail: checked });
}
