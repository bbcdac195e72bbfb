import { evaluate, type PreparedPolicies, type Verdict } from "@lychgate/evaluation";
import { conditionContext } from "../../resource-policy/condition-context.ts";
import { connectArn } from "../events.ts";
import type { Opening, Refusal } from "../opening.ts";
import type { WebSocketApi } from "../web-socket-api.ts";
import type { ConnectAuthorization } from "../web-socket-definition.ts";

type Evaluation = (opening: Opening, api: WebSocketApi) => Verdict | undefined;

const EVALUATIONS: Readonly<Record<ConnectAuthorization["type"], Evaluation>> = {
  NONE: () => undefined,
  CUSTOM: (opening, api) => judge(authenticated(opening.authorization).result.policies, opening, api),
  AWS_IAM: evaluateCaller,
};

/** Evaluates the policy of whoever connects. WebSocket APIs have no resource policy. */
export function evaluateConnect(opening: Opening, api: WebSocketApi): Refusal | undefined {
  const verdict = EVALUATIONS[api.definition.connect.authorization.type](opening, api);
  if (!verdict) return undefined;
  opening.verdict = verdict;
  if (verdict.decision === "allowed") return undefined;
  return { status: 403, error: { message: "Forbidden", type: "ForbiddenException" } };
}

/** Another account would have to be let in by a resource policy as well. */
function evaluateCaller(opening: Opening, api: WebSocketApi): Verdict {
  const { accountId, policies } = authenticated(opening.caller);
  if (accountId !== api.definition.accountId) return { decision: "implicitDeny", statements: [] };
  return judge(policies, opening, api);
}

function judge(policies: PreparedPolicies, opening: Opening, api: WebSocketApi): Verdict {
  return evaluate(policies, {
    methodArn: connectArn(api),
    action: "execute-api:Invoke",
    context: conditionContext(opening, api),
  });
}

/** What a stage before this one left; a client that came past it is not let in. */
function authenticated<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("expected an authenticated client, came none");
  return found;
}
