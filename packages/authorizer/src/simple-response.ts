import { evaluate } from "@lychgate/evaluation";
import type { HttpRoute } from "./http-route.ts";
import { decisionOf, EXPIRED, type ExpiringPolicy, type MethodDecision } from "./method-decision.ts";
import { preparedPolicy } from "./prepared-policy.ts";

/**
 * Answers HTTP APIs of format 2.0 with `isAuthorized`. A simple response is a decision on one request and
 * holds no expiry, but API Gateway keeps it for as long as `authorizerResultTtlInSeconds` says: unless that
 * is 0, the decision outlives the token, and that has to be spelled out.
 */
export type SimpleResponses = { cachedSeconds: 0 } | { cachedSeconds: number; outliveToken: true };

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export interface SimpleResult {
  isAuthorized: boolean;
  context: { [key: string]: string };
}

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html */
const MAX_TTL_SECONDS = 3600;

/** @throws RangeError when decisions are kept longer than they may be */
export function checkSimpleResponses(options: SimpleResponses): void {
  const { cachedSeconds } = options;
  if (!Number.isInteger(cachedSeconds) || cachedSeconds < 0 || cachedSeconds > MAX_TTL_SECONDS)
    throw new RangeError(`expected \`cachedSeconds\` to be 0 to 3600, got \`${cachedSeconds}\``);
  if (cachedSeconds > 0 && !("outliveToken" in options && options.outliveToken === true))
    throw new RangeError("expected `outliveToken`, for simple responses that are cached outlive the token");
}

/**
 * Decides as API Gateway would with the policy.
 * @param now the current time in epoch milliseconds
 */
export function decide(
  { policy, expires }: ExpiringPolicy,
  { routeArn, context }: HttpRoute,
  now: number,
): MethodDecision {
  if (now >= expires * 1000) return EXPIRED;
  const time = {
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
  };
  const request = { methodArn: routeArn, context: { ...context, ...time } };
  return decisionOf(evaluate(preparedPolicy(policy).all, request));
}
