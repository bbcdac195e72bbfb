import type { Api, GatewayOptions } from "../api.ts";
import { type Exchange, routeOf } from "../exchange.ts";
import type { GatewayResponse } from "../gateway-message.ts";
import { refuse } from "../refusal.ts";
import { methodKey } from "../usage/method-key.ts";
import type { TokenBucket } from "../usage/token-bucket.ts";

/**
 * The throttles of the stage's methods, then that of the account. AWS documents their order among throttles, after
 * those of usage plans, but not where they stand in relation to the authorizer: before it, they protect it too.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function throttleStage(exchange: Exchange, api: Api): GatewayResponse | undefined {
  return throttleAt("beforeAuthorizer", exchange, api);
}

/** The same, where the option puts them behind the usage plan. */
export function throttleStageLate(exchange: Exchange, api: Api): GatewayResponse | undefined {
  return throttleAt("afterUsagePlan", exchange, api);
}

function throttleAt(
  position: GatewayOptions["stageThrottle"],
  exchange: Exchange,
  api: Api,
): GatewayResponse | undefined {
  if (api.options.stageThrottle !== position) return undefined;
  const { resource, method } = routeOf(exchange);
  const ofMethod = api.usage.methodBucketOf(methodKey(resource, method));
  const ofAccount = api.usage.accountBucket;
  if (!ofMethod && !ofAccount) return undefined;
  const now = api.clock();
  if (ofMethod && !ofMethod.hasToken(now)) return throttled("MethodThrottled", ofMethod, exchange, api);
  if (ofAccount && !ofAccount.hasToken(now)) return throttled("AccountThrottled", ofAccount, exchange, api);
  ofMethod?.take();
  ofAccount?.take();
  return undefined;
}

function throttled(
  reason: "MethodThrottled" | "AccountThrottled",
  { throttle }: TokenBucket,
  exchange: Exchange,
  api: Api,
): GatewayResponse {
  const detail = `Limit: ${throttle.rateLimit.toFixed(2)} Burst: ${throttle.burstLimit}`;
  return refuse(exchange, api, "THROTTLED", reason, { detail });
}
