import type { RequestContext } from "@lychgate/evaluation";
import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayRequest } from "../gateway-message.ts";
import { lastValue } from "../header.ts";

/**
 * The condition keys that a request has, among them what is known of a caller that was authenticated. The time is
 * that of the evaluation, so that a slow authorizer does not stretch what its policy limits.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
export function conditionContext(
  { request, headers, caller }: Pick<Exchange, "request" | "headers" | "caller">,
  { clock }: Pick<Api, "clock">,
): RequestContext {
  const now = clock();
  const userAgent = lastValue(headers, "user-agent");
  const referer = lastValue(headers, "referer");
  return {
    ...caller?.context,
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:SecureTransport": "true",
    ...sourceKeys(request),
    ...(userAgent !== undefined && { "aws:UserAgent": userAgent }),
    ...(referer !== undefined && { "aws:Referer": referer }),
  };
}

/** What comes through a VPC endpoint has no address of the internet, but one of its VPC. */
function sourceKeys({ sourceIp, vpcEndpoint }: GatewayRequest): RequestContext {
  if (vpcEndpoint === undefined) return { "aws:SourceIp": sourceIp };
  const { vpcId, vpcEndpointId } = vpcEndpoint;
  return { "aws:SourceVpc": vpcId, "aws:SourceVpce": vpcEndpointId, "aws:VpcSourceIp": sourceIp };
}
