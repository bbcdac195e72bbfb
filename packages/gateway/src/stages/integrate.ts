import type { Api } from "../api.ts";
import type { Integration } from "../api-definition.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { integrateHttp } from "../integration/http-proxy.ts";
import { integrateFunction } from "../integration/lambda-proxy.ts";
import { integrateMock } from "../integration/mock.ts";

type Integrate<Kind> = (
  integration: Kind,
  exchange: Exchange,
  api: Api,
) => GatewayResponse | Promise<GatewayResponse>;

const INTEGRATIONS: {
  [Type in Integration["type"]]: Integrate<Extract<Integration, { type: Type }>>;
} = {
  AWS_PROXY: integrateFunction,
  HTTP_PROXY: integrateHttp,
  MOCK: integrateMock,
};

/**
 * Has the method's integration answer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
 */
export async function integrate(exchange: Exchange, api: Api): Promise<GatewayResponse> {
  const { integration } = routeOf(exchange).method;
  // The table's type pairs every type with its own function; the compiler cannot follow that through a look-up.
  const run = INTEGRATIONS[integration.type] as Integrate<Integration>;
  return run(integration, exchange, api);
}
