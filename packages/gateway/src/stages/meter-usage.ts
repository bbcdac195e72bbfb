import type { Api } from "../api.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { refuse } from "../refusal.ts";
import { maskedApiKey } from "../usage/api-key-source.ts";
import { apiStageName } from "../usage/api-stage.ts";
import { methodKey } from "../usage/method-key.ts";
import type { Quota, Throttle, UsagePlan } from "../usage/usage-plan.ts";

/**
 * Counts a request against the usage plan of its API key. What refuses it takes nothing from the other: a request that
 * is throttled leaves the quota, and one over the quota leaves its token.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function meterUsage(exchange: Exchange, api: Api): GatewayResponse | undefined {
  if (!exchange.apiKey) return undefined;
  try {
    return meter(exchange, exchange.apiKey, api);
  } catch (error) {
    if (api.options.usagePlanFault === "refuse") throw error;
    api.log({ requestId: exchange.requestId, reason: "UsagePlanFailed" });
    return undefined;
  }
}

type NamedKey = NonNullable<Exchange["apiKey"]>;

function meter(exchange: Exchange, key: NamedKey, api: Api): GatewayResponse | undefined {
  const { usage, options } = api;
  const plan = usage.planOf(key.id);
  if (!plan) throw new Error("expected the usage plan of a checked API key, came none");
  const { resource, method } = routeOf(exchange);
  const now = api.clock();
  const bucket = usage.bucketOf(plan, key.id, methodKey(resource, method));
  const quota = usage.quotaOf(plan, key.id);
  if (bucket && !bucket.hasToken(now)) {
    if (options.countThrottledRequests) quota?.count(now);
    const detail = throttleText(plan, bucket.throttle, key, exchange, api);
    return refuse(exchange, api, "THROTTLED", "PlanThrottled", { detail });
  }
  if (quota && !quota.hasLeft(now)) {
    const detail = quotaText(plan, quota.quota, key, api);
    return refuse(exchange, api, "QUOTA_EXCEEDED", "QuotaExceeded", { detail });
  }
  bucket?.take();
  quota?.count(now);
  return undefined;
}

/**
 * The texts of AWS's execution logs.
 *
 * @see https://repost.aws/knowledge-center/api-gateway-429-limit
 */
function throttleText(
  plan: UsagePlan,
  { rateLimit, burstLimit }: Throttle,
  key: NamedKey,
  exchange: Exchange,
  { definition }: Api,
): string {
  const { apiId, stage } = definition;
  const { resource, method } = routeOf(exchange);
  const place = `RestApi ${apiId}, Stage ${stage}, Resource ${resource.id}, HttpMethod ${method.verb}`;
  const limit = `Limit: ${rateLimit.toFixed(2)} Burst: ${burstLimit}`;
  return `API Key ${maskedApiKey(key.value)} exceeded throttle limit for API Stage ${apiStageName(definition)}: Key throttle limit exceeded for Usage Plan ID ${plan.id}, ${place}. ${limit}`;
}

function quotaText(plan: UsagePlan, { limit, period }: Quota, key: NamedKey, { definition }: Api): string {
  return `API Key ${maskedApiKey(key.value)} exceeded quota limit for API Stage ${apiStageName(definition)}: Key quota exhausted for Usage Plan ID ${plan.id}. Limit: ${limit} Period: ${period}`;
}
