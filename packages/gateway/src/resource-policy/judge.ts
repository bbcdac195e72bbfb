import {
  evaluate,
  type PolicyPrincipal,
  type PreparedPolicies,
  policiesFor,
  type Verdict,
} from "@lychgate/evaluation";
import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import { methodArn } from "../method-arn.ts";
import { conditionContext } from "./condition-context.ts";

const SILENT: Verdict = Object.freeze({ decision: "implicitDeny", statements: [] });

/** Asks policies about this very request. */
export function judge(policies: PreparedPolicies, exchange: Exchange, api: Api): Verdict {
  return evaluate(policies, {
    methodArn: methodArn(exchange, api),
    action: "execute-api:Invoke",
    context: conditionContext(exchange, api),
  });
}

/**
 * Asks the resource policy, which is silent where there is none.
 * @param caller `undefined` for whoever is no IAM principal, which to a policy is anonymous
 */
export function judgeByResource(
  exchange: Exchange,
  api: Api,
  caller?: PolicyPrincipal,
  accounts: "allow" | "delegate" = "allow",
): Verdict {
  const { resourcePolicy } = api.definition;
  if (!resourcePolicy) return SILENT;
  return judge(policiesFor(resourcePolicy, caller, accounts), exchange, api);
}
