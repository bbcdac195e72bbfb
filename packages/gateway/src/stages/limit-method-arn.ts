import type { Api } from "../api.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { methodArn } from "../method-arn.ts";
import { refuse } from "../refusal.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_METHOD_ARN_BYTES = 1600;

/** Refuses a method ARN that is too long for policies, where a policy or an authorizer would look at it. */
export function limitMethodArn(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { authorization } = routeOf(exchange).method;
  if (authorization.type === "NONE" && !api.definition.resourcePolicy) return undefined;
  return Buffer.byteLength(methodArn(exchange, api)) > MAX_METHOD_ARN_BYTES
    ? refuse(exchange, api, "URI_TOO_LONG", "MethodArnTooLong")
    : undefined;
}
