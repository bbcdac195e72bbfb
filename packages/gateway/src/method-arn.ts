import type { Api } from "./api.ts";
import { type Exchange, routeOf } from "./exchange.ts";
import { decode } from "./request-target.ts";

/**
 * The ARN that the authorizer is asked about and the policy is evaluated against: the actual verb and path,
 * without the query string. The root's ends in `/GET/`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function methodArn(exchange: Exchange, { definition, options }: Api): string {
  const { region, accountId, apiId, stage } = definition;
  const sent = routeOf(exchange).path.slice(1);
  const path = options.methodArnPath === "decoded" ? (decode(sent) ?? sent) : sent;
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${exchange.method}/${path}`;
}
