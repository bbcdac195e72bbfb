import { decode } from "../../request-target.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";

/**
 * The route's path parameters as functions see them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function decodedParameters(exchange: HttpExchange): Map<string, string> {
  const { pathParameters } = matchOf(exchange);
  return new Map([...pathParameters].map(([name, value]) => [name, decode(value) ?? value]));
}
