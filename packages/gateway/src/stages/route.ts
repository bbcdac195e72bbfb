import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { lastValue } from "../header.ts";
import { readAuthorization } from "../iam/read-authorization.ts";
import { incompleteText } from "../iam/signature.ts";
import { refuse } from "../refusal.ts";
import type { RequestTarget } from "../request-target.ts";
import { findRoute } from "../router.ts";

/**
 * Finds the stage and the method. Routing comes before authorization, and what has no route is answered as if
 * it lacked credentials, so that an API does not tell which paths it has.
 */
export function route(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { definition } = api;
  const { target, method } = exchange;
  if (target?.stage !== definition.stage) return refuse(exchange, api, "WRONG_STAGE", "WrongStage");
  const match = findRoute(definition.resources, method, target.path);
  if (!match) return refuseUnknownRoute(exchange, api, target);
  exchange.route = { ...match, path: target.path, query: target.query };
  return undefined;
}

/**
 * Where no route claims the `Authorization` header, it is read as a signature, which a bearer token is not.
 *
 * @see https://github.com/aws/chalice/issues/828
 */
function refuseUnknownRoute(exchange: Exchange, api: Api, { query }: RequestTarget): GatewayResponse {
  const { headers } = exchange;
  const authorization = lastValue(headers, "authorization")?.trim() ?? "";
  if (authorization === "" || authorization.startsWith("AWS4-")) {
    return refuse(exchange, api, "MISSING_AUTHENTICATION_TOKEN", "NoRoute");
  }
  const reading = readAuthorization(authorization, { headers, query });
  const message = "incomplete" in reading ? incompleteText(reading, api.options.signatureEcho) : "";
  return refuse(exchange, api, "INCOMPLETE_SIGNATURE", "NoRoute", { message });
}
