import type { Verdict } from "@lychgate/evaluation";
import type { Api } from "../api.ts";
import type { MethodAuthorization } from "../api-definition.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { ANONYMOUS, conclude } from "../resource-policy/denial.ts";
import { type AccountRelation, jointDecision } from "../resource-policy/joint-decision.ts";
import { judge, judgeByResource } from "../resource-policy/judge.ts";

type Evaluation = (exchange: Exchange, api: Api) => GatewayResponse | undefined;

const EVALUATIONS: Readonly<Record<MethodAuthorization["type"], Evaluation>> = {
  // The resource policy alone has said what there is to say.
  NONE: () => undefined,
  CUSTOM: evaluateAuthorizer,
  AWS_IAM: evaluateCaller,
  COGNITO_USER_POOLS: evaluateUser,
};

/**
 * Evaluates the policy of whoever calls, fresh or cached, together with the resource policy, against this very
 * request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function evaluatePolicies(exchange: Exchange, api: Api): GatewayResponse | undefined {
  return EVALUATIONS[routeOf(exchange).method.authorization.type](exchange, api);
}

/** Whom an authorizer lets in is no IAM principal; to the resource policy it is anonymous. */
function evaluateAuthorizer(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { result } = authenticated(exchange.authorization);
  const verdict = jointVerdict(
    "sameAccount",
    judge(result.policies, exchange, api),
    judgeByResource(exchange, api),
  );
  return conclude(verdict, undefined, exchange, api);
}

function evaluateCaller(exchange: Exchange, api: Api): GatewayResponse | undefined {
  const { arn, accountId, policies, context } = authenticated(exchange.caller);
  const relation = accountId === api.definition.accountId ? "sameAccount" : "otherAccount";
  // A session is its role's as well, which is what its principal's ARN names.
  const arns = [...new Set([arn, context["aws:PrincipalArn"] ?? arn])];
  // Another account has to allow the call in any case, so what is delegated to it is what its policies say.
  const accounts = relation === "otherAccount" ? "allow" : api.options.accountPrincipals;
  const resource = judgeByResource(exchange, api, { accountId, arns }, accounts);
  const verdict = jointVerdict(relation, judge(policies, exchange, api), resource);
  return conclude(verdict, { user: arn }, exchange, api);
}

/** A user pool has no policies, so the resource policy has to allow what its users do. */
function evaluateUser(exchange: Exchange, api: Api): GatewayResponse | undefined {
  authenticated(exchange.claims);
  if (!api.definition.resourcePolicy) return undefined;
  return conclude(judgeByResource(exchange, api), ANONYMOUS, exchange, api);
}

function jointVerdict(relation: AccountRelation, identity: Verdict, resource: Verdict): Verdict {
  const decision = jointDecision(relation, identity.decision, resource.decision);
  const deciding = [identity, resource].filter((verdict) => verdict.decision === decision);
  return { decision, statements: deciding.flatMap(({ statements }) => statements) };
}

/** What a stage before this one left; a request that came past it is not served. */
function authenticated<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("expected an authenticated caller, came none");
  return found;
}
