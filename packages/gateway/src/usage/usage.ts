/** The API keys and throttles of one stage, with what has been used of them. */
import type { ApiDefinition } from "../api-definition.ts";
import { GatewayError } from "../errors.ts";
import { apiStageName, isSameStage } from "./api-stage.ts";
import { EVERY_METHOD, methodKeys, stageMethodKey } from "./method-key.ts";
import { createQuotaMeter, type QuotaMeter, type QuotaOffset } from "./quota-meter.ts";
import { quotaOffsetProblems } from "./quota-offset.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";
import type { ApiKey, Quota, Throttle, UsagePlan, UsagePlans } from "./usage-plan.ts";

export interface Usage {
  /** The key that has a value. */
  keyOf(value: string): ApiKey | undefined;
  /** The plan that a key has for this stage. */
  planOf(keyId: string): UsagePlan | undefined;
  /** What limits the requests of a key to a method, in its plan. `undefined` where nothing does. */
  bucketOf(plan: UsagePlan, keyId: string, method: string): TokenBucket | undefined;
  quotaOf(plan: UsagePlan, keyId: string): QuotaMeter | undefined;
  /** What limits the requests of everybody to a method. */
  methodBucketOf(method: string): TokenBucket | undefined;
  /** What limits the requests of everybody to everything. */
  readonly accountBucket: TokenBucket | undefined;
}

export interface UsageSettings {
  readonly quotaOffset: QuotaOffset;
  /** Epoch milliseconds within the first period of every quota. */
  readonly startedAt: number;
}

/**
 * INVARIANT: buckets and quotas are made for keys, plans and methods that are declared, never for what a caller
 * sends, so their number is bounded by the plans file.
 *
 * @throws GatewayError `InvalidPlans` when a throttle is for a method that the definition does not have, or an offset
 *   is none
 */
export function createUsage(definition: ApiDefinition, plans: UsagePlans, settings: UsageSettings): Usage {
  refuseUnenforced(definition, plans, settings);
  const keys = new Map(plans.apiKeys.map((key) => [key.value, key]));
  const plansByKey = plansOfStage(definition, plans);
  const buckets = new Map<string, TokenBucket | undefined>();
  const quotas = new Map<string, QuotaMeter>();
  return {
    keyOf: (value) => keys.get(value),
    planOf: (keyId) => plansByKey.get(keyId),
    bucketOf(plan, keyId, method) {
      const own = methodThrottle(plan, definition, method);
      const throttle = own ?? plan.throttle;
      const name = JSON.stringify(own ? [plan.id, keyId, method] : [plan.id, keyId]);
      return throttle && once(buckets, name, () => createTokenBucket(throttle));
    },
    quotaOf({ id, quota }, keyId) {
      const create = (each: Quota) => createQuotaMeter(each, settings.quotaOffset, settings.startedAt);
      return quota && once(quotas, JSON.stringify([id, keyId]), () => create(quota));
    },
    methodBucketOf(method) {
      const { methodThrottles } = plans;
      const throttle = methodThrottles.get(stageMethodKey(method)) ?? methodThrottles.get(EVERY_METHOD);
      return throttle && once(buckets, JSON.stringify([method]), () => createTokenBucket(throttle));
    },
    accountBucket: createTokenBucket(plans.accountThrottle),
  };
}

function once<Value>(made: Map<string, Value>, name: string, make: () => Value): Value {
  const known = made.get(name);
  if (known !== undefined) return known;
  const value = make();
  made.set(name, value);
  return value;
}

function plansOfStage(definition: ApiDefinition, { usagePlans }: UsagePlans): Map<string, UsagePlan> {
  return new Map(
    usagePlans
      .filter(({ apiStages }) => apiStages.some((stage) => isSameStage(stage, definition)))
      .flatMap((plan) => plan.keyIds.map((keyId) => [keyId, plan] as const)),
  );
}

function methodThrottle(plan: UsagePlan, definition: ApiDefinition, method: string): Throttle | undefined {
  const throttle = plan.apiStages.find((stage) => isSameStage(stage, definition))?.throttle;
  return throttle && Object.hasOwn(throttle, method) ? throttle[method] : undefined;
}

/** A throttle that nothing enforces is refused. */
function refuseUnenforced(
  definition: ApiDefinition,
  plans: UsagePlans,
  { quotaOffset }: UsageSettings,
): void {
  const methods = methodKeys(definition);
  const stageKeys = new Set([EVERY_METHOD, ...[...methods].map(stageMethodKey)]);
  const problems = [
    ...[...plans.methodThrottles.keys()]
      .filter((key) => !stageKeys.has(key))
      .map((key) => `methodThrottles.${key}: expected a method of \`${apiStageName(definition)}\``),
    ...plans.usagePlans.flatMap(({ id, apiStages }) =>
      apiStages
        .filter((stage) => isSameStage(stage, definition))
        .flatMap(({ throttle = {} }) => Object.keys(throttle))
        .filter((key) => !methods.has(key))
        .map((key) => `usagePlans.${id}.${key}: expected a method of \`${apiStageName(definition)}\``),
    ),
    ...(quotaOffset === "startOfPeriod" ? quotaOffsetProblems(plans) : []),
  ];
  if (problems.length > 0) throw new GatewayError("InvalidPlans", problems);
}
