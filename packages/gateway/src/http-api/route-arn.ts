import { decode } from "../request-target.ts";
import type { HttpApi } from "./http-api.ts";
import { type HttpExchange, matchOf } from "./http-exchange.ts";

/**
 * The ARN that the authorizer is asked about and the policy is evaluated against: the actual verb and path, whatever
 * the route's are. The stage stands there as `$default`, too.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.payload-format
 */
export function routeArn(exchange: HttpExchange, { definition, options }: HttpApi): string {
  const { region, accountId, apiId, stage } = definition;
  const sent = matchOf(exchange).path.slice(1);
  const path = options.routeArnPath === "decoded" ? (decode(sent) ?? sent) : sent;
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${exchange.request.method}/${path}`;
}
