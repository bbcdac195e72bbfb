/**
 * How a policy's denial is told.
 *
 * @see https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden
 */
import type { Verdict } from "@lychgate/evaluation";
import type { Decision } from "@lychgate/policy";
import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { gatewayResponse } from "../gateway-response.ts";
import { builtInResponse } from "../gateway-response-type.ts";
import { methodArn } from "../method-arn.ts";

/** Whom the text names: nobody where a Lambda authorizer decided, else a caller by its ARN, or `anonymous`. */
export type Named = { readonly user: string } | undefined;

export const ANONYMOUS: Named = { user: "anonymous" };

/** Keeps the verdict with the exchange, and answers it when it is a denial. */
export function conclude(
  verdict: Verdict,
  named: Named,
  exchange: Exchange,
  api: Api,
): GatewayResponse | undefined {
  exchange.verdict = verdict;
  if (verdict.decision === "allowed") return undefined;
  const text = named ? denialOf(named.user, exchange, api) : builtInResponse("ACCESS_DENIED").message;
  return gatewayResponse(exchange, api, "ACCESS_DENIED", `${text}${suffixOf(verdict.decision, named, api)}`);
}

function denialOf(user: string, exchange: Exchange, api: Api): string {
  const resource = maskAccount(methodArn(exchange, api), api.definition.accountId);
  return `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${resource}`;
}

function suffixOf(decision: Decision, named: Named, { options }: Api): string {
  if (decision === "explicitDeny") return options.explicitDenySuffix;
  return named ? options.implicitDenySuffix : "";
}

/** Only the last four digits of the API's account are told. The first occurrence is its place in the ARN. */
function maskAccount(arn: string, accountId: string): string {
  return arn.replace(`:${accountId}:`, `:${accountId.slice(-4).padStart(accountId.length, "*")}:`);
}
