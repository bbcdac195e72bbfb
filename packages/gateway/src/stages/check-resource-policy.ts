import type { Api } from "../api.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { refuse } from "../refusal.ts";
import { ANONYMOUS, conclude } from "../resource-policy/denial.ts";
import { judgeByResource } from "../resource-policy/judge.ts";

/**
 * Asks the resource policy what can be asked before anybody is authenticated: everything where nobody will be, and
 * for an explicit Deny before a Lambda authorizer, which is then not invoked.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function checkResourcePolicy(exchange: Exchange, api: Api): GatewayResponse | undefined {
  if (!isReachable(exchange, api)) return refuse(exchange, api, "WRONG_STAGE", "WrongEndpoint");
  const question = questionOf(exchange, api);
  if (question === "nothing") return undefined;
  const verdict = judgeByResource(exchange, api);
  if (question === "explicitDeny" && verdict.decision !== "explicitDeny") return undefined;
  return conclude(verdict, ANONYMOUS, exchange, api);
}

/** What the policy is asked for a caller whom nobody has authenticated yet. */
function questionOf(exchange: Exchange, { definition }: Api): "everything" | "explicitDeny" | "nothing" {
  const { type } = routeOf(exchange).method.authorization;
  // A private API that has no policy can be called by nobody; any other is what its methods are.
  if (!definition.resourcePolicy) return definition.endpointType === "PRIVATE" ? "everything" : "nothing";
  if (type === "NONE") return "everything";
  return type === "CUSTOM" ? "explicitDeny" : "nothing";
}

/**
 * A private API is reached through VPC endpoints, and what comes through one reaches no other API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 * @see https://repost.aws/knowledge-center/api-gateway-vpc-connections
 */
function isReachable({ request }: Exchange, { definition }: Api): boolean {
  return (definition.endpointType === "PRIVATE") === (request.vpcEndpoint !== undefined);
}
