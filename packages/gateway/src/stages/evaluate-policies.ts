import { evaluate } from "@lychgate/evaluation";
import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { gatewayResponse } from "../gateway-response.ts";
import { builtInResponse } from "../gateway-response-type.ts";
import { lastValue } from "../header.ts";
import { methodArn } from "../method-arn.ts";

/**
 * Evaluates the caller's policy, fresh or cached, against this very request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function evaluatePolicies(exchange: Exchange, api: Api): GatewayResponse | undefined {
  if (!exchange.authorization) return undefined;
  exchange.verdict = evaluate(exchange.authorization.result.policies, {
    methodArn: methodArn(exchange, api),
    action: "execute-api:Invoke",
    context: conditionContext(exchange, api),
  });
  const { decision } = exchange.verdict;
  if (decision === "allowed") return undefined;
  const suffix = decision === "explicitDeny" ? api.options.explicitDenySuffix : "";
  return gatewayResponse(
    exchange,
    api,
    "ACCESS_DENIED",
    `${builtInResponse("ACCESS_DENIED").message}${suffix}`,
  );
}

/**
 * The condition keys that a request has. The time is that of the evaluation, so that a slow authorizer does not
 * stretch what its policy limits.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
function conditionContext({ request, headers }: Exchange, { clock }: Api): Record<string, string> {
  const now = clock();
  const userAgent = lastValue(headers, "user-agent");
  const referer = lastValue(headers, "referer");
  return {
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:SecureTransport": "true",
    "aws:SourceIp": request.sourceIp,
    ...(userAgent !== undefined && { "aws:UserAgent": userAgent }),
    ...(referer !== undefined && { "aws:Referer": referer }),
  };
}
