import { evaluate, type PreparedPolicies, type Verdict } from "@lychgate/evaluation";
import type { GatewayResponse } from "../../gateway-message.ts";
import { conditionContext } from "../../resource-policy/condition-context.ts";
import type { HttpApi } from "../http-api.ts";
import type { RouteAuthorization } from "../http-api-definition.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { refuseHttp } from "../http-refusal.ts";
import { routeArn } from "../route-arn.ts";

const REFUSED: Verdict = Object.freeze({ decision: "implicitDeny", statements: [] });
const ACCEPTED: Verdict = Object.freeze({ decision: "allowed", statements: [] });

type Judge = (exchange: HttpExchange, api: HttpApi) => Verdict | undefined;

const JUDGES: Readonly<Record<RouteAuthorization["type"], Judge>> = {
  NONE: () => undefined,
  CUSTOM: judgeResult,
  AWS_IAM: judgeCaller,
  JWT: ({ jwt }) => {
    authenticated(jwt);
    return undefined;
  },
};

/** Decides whether whoever calls may call this very route, by a fresh result or a kept one. */
export function evaluateResult(exchange: HttpExchange, api: HttpApi): GatewayResponse | undefined {
  const verdict = JUDGES[matchOf(exchange).route.authorization.type](exchange, api);
  if (!verdict) return undefined;
  exchange.verdict = verdict;
  return verdict.decision === "allowed" ? undefined : refuseHttp(exchange, api, 403, "NotAuthorized");
}

/**
 * A simple response is the decision on every request for which it is kept; a policy is asked each time.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.caching
 */
function judgeResult(exchange: HttpExchange, api: HttpApi): Verdict {
  const { result } = authenticated(exchange.authorization);
  if (result.form === "policy") return judge(result.policies, exchange, api);
  return result.isAuthorized ? ACCEPTED : REFUSED;
}

/** HTTP APIs have no resource policy that could let another account in. */
function judgeCaller(exchange: HttpExchange, api: HttpApi): Verdict {
  const { accountId, policies } = authenticated(exchange.caller);
  return accountId === api.definition.accountId ? judge(policies, exchange, api) : REFUSED;
}

function judge(policies: PreparedPolicies, exchange: HttpExchange, api: HttpApi): Verdict {
  return evaluate(policies, {
    methodArn: routeArn(exchange, api),
    action: "execute-api:Invoke",
    context: conditionContext(exchange, api),
  });
}

/** What a stage before this one left; a request that came past it is not served. */
function authenticated<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("expected an authenticated caller, came none");
  return found;
}
