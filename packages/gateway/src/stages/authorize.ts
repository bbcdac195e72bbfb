import type { Api } from "../api.ts";
import type { LambdaAuthorizer } from "../api-definition.ts";
import { authorizerEvent } from "../authorizer-event.ts";
import { type AuthorizerResult, checkAuthorizerResult } from "../authorizer-result.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import { functionNamed } from "../function-table.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { identityValue, identityValues, matchesValidation } from "../identity.ts";
import { type InvocationOutcome, invoke } from "../lambda.ts";
import { policyCacheKey } from "../policy-cache.ts";
import { refuse } from "../refusal.ts";

/** The only message that means 401; every other one is a configuration error. */
const UNAUTHORIZED = "Unauthorized";

/**
 * Gets the caller's policy from the method's Lambda authorizer or from the cache.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export async function authorize(exchange: Exchange, api: Api): Promise<GatewayResponse | undefined> {
  const { authorization } = routeOf(exchange).method;
  if (authorization.type !== "CUSTOM") return undefined;
  const { authorizer } = authorization;
  const identity = authorizer.identitySources.map((source) => identityValues(source, exchange, api));
  return (
    refuseIdentity(authorizer, identity, exchange, api) ??
    (await findPolicy(authorizer, identity, exchange, api))
  );
}

type Identity = readonly (readonly string[])[];

function refuseIdentity(
  authorizer: LambdaAuthorizer,
  identity: Identity,
  exchange: Exchange,
  api: Api,
): GatewayResponse | undefined {
  if (identity.some((values) => identityValue(values) === "") && requiresIdentity(authorizer, api)) {
    return refuse(exchange, api, "UNAUTHORIZED", "IdentityMissing");
  }
  const expression = authorizer.type === "TOKEN" ? authorizer.identityValidationExpression : undefined;
  if (expression === undefined) return undefined;
  return matchesValidation(expression, tokenOf(identity), api.options.identityValidation)
    ? undefined
    : refuse(exchange, api, "UNAUTHORIZED", "IdentityInvalid");
}

/** One documentation page ties the check to caching, another does not. */
function requiresIdentity({ type, resultTtlInSeconds }: LambdaAuthorizer, { options }: Api): boolean {
  return type === "TOKEN" || resultTtlInSeconds > 0 || options.requireIdentityWithoutCaching;
}

function tokenOf([values = []]: Identity): string {
  return identityValue(values);
}

async function findPolicy(
  authorizer: LambdaAuthorizer,
  identity: Identity,
  exchange: Exchange,
  api: Api,
): Promise<GatewayResponse | undefined> {
  const startedAt = api.clock();
  const key = policyCacheKey(api.definition, authorizer.name, identity);
  const ttl = authorizer.resultTtlInSeconds;
  const cached = ttl > 0 ? api.policyCache.get(key) : undefined;
  if (cached) {
    exchange.authorization = { result: cached, from: "hit", latencyMs: 0 };
    return undefined;
  }
  const store = ttl > 0 ? api.policyCache.reserve(key, ttl) : undefined;
  const answer = await callAuthorizer(authorizer, identity, exchange, api);
  if ("status" in answer) return answer;
  store?.(answer);
  exchange.authorization = { result: answer, from: "miss", latencyMs: api.clock() - startedAt };
  return undefined;
}

async function callAuthorizer(
  authorizer: LambdaAuthorizer,
  identity: Identity,
  exchange: Exchange,
  api: Api,
): Promise<AuthorizerResult | GatewayResponse> {
  const { functionName } = authorizer;
  const outcome = await invoke(functionNamed(functionName, api), {
    functionName,
    event: authorizerEvent(authorizer, tokenOf(identity), exchange, api),
    requestId: api.requestId(),
    timeoutMs: api.options.authorizerTimeoutMs,
    region: api.definition.region,
    accountId: api.definition.accountId,
    clock: api.clock,
  });
  return readOutcome(outcome, functionName, exchange, api);
}

function readOutcome(
  outcome: InvocationOutcome,
  functionName: string,
  exchange: Exchange,
  api: Api,
): AuthorizerResult | GatewayResponse {
  if (outcome.type === "threw" && outcome.message === UNAUTHORIZED) {
    return refuse(exchange, api, "UNAUTHORIZED", "AuthorizerUnauthorized", { functionName });
  }
  if (outcome.type !== "returned") {
    const reason = outcome.type === "threw" ? "AuthorizerFailed" : "AuthorizerTimedOut";
    return refuse(exchange, api, "AUTHORIZER_CONFIGURATION_ERROR", reason, { functionName });
  }
  const checked = checkAuthorizerResult(outcome.value, api.options.requirePrincipalId);
  if (checked.valid) return checked.result;
  return refuse(exchange, api, "AUTHORIZER_CONFIGURATION_ERROR", "AuthorizerResultInvalid", {
    functionName,
    detail: checked.problem,
  });
}
