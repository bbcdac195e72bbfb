/**
 * What an authorizer is asked.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
import type { Api } from "./api.ts";
import type { LambdaAuthorizer } from "./api-definition.ts";
import type { Exchange } from "./exchange.ts";
import { methodArn } from "./method-arn.ts";
import { requestFields } from "./proxy-event.ts";

/** @param token the identity's value, as it was sent: a TOKEN authorizer is told nothing else */
export function authorizerEvent(
  authorizer: LambdaAuthorizer,
  token: string,
  exchange: Exchange,
  api: Api,
): Record<string, unknown> {
  const common = { type: authorizer.type, methodArn: methodArn(exchange, api) };
  return authorizer.type === "TOKEN"
    ? { ...common, authorizationToken: token }
    : { ...common, ...requestFields(exchange, api) };
}
