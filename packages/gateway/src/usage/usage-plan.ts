/**
 * API keys, usage plans and throttles: what a plans file may say, and what it says once it is read.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */

/**
 * A token bucket that holds `burstLimit` tokens and gets `rateLimit` of them each second. A request takes one.
 * Both are −1 where nothing is limited.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html
 */
export interface Throttle {
  /** Tokens a second, such as `0.1`; the smallest step is a millionth. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html */
export interface Quota {
  readonly limit: number;
  readonly offset?: number;
  readonly period: QuotaPeriod;
}

export const QUOTA_PERIODS = ["DAY", "WEEK", "MONTH"] as const;

export type QuotaPeriod = (typeof QUOTA_PERIODS)[number];

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html */
export interface ApiKey {
  readonly id: string;
  /** What a caller brings: 20 to 128 letters and digits. It is a secret, and is never logged whole. */
  readonly value: string;
  readonly name?: string;
  /** `true` unless given. */
  readonly enabled?: boolean;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_ApiStage.html */
export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
  /** Method, such as `/pets/GET`, `/pets/{petId}/ANY` or `//GET` → what replaces the plan's throttle for it. */
  readonly throttle?: Readonly<Record<string, Throttle>>;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html */
export interface UsagePlan {
  readonly id: string;
  readonly name?: string;
  readonly apiStages: readonly ApiStage[];
  readonly throttle?: Throttle;
  readonly quota?: Quota;
  /** The ids of the plan's API keys. */
  readonly keyIds: readonly string[];
}

/**
 * A plans file.
 *
 * @example
 * apiKeys:
 *   - { id: clinic, value: 20-to-128-letters-and-digits }
 * usagePlans:
 *   - id: gold
 *     apiStages: [{ apiId: abcdef1234, stage: dev, throttle: { /pets/POST: { rateLimit: 0.1, burstLimit: 2 } } }]
 *     throttle: { rateLimit: 5, burstLimit: 10 }
 *     quota: { limit: 500, period: DAY }
 *     keyIds: [clinic]
 */
export interface PlansFile {
  readonly apiKeys?: readonly ApiKey[];
  readonly usagePlans?: readonly UsagePlan[];
  /** Method of the stage, such as `pets/GET`, or a star for path and verb: each method that is not named. */
  readonly methodThrottles?: Readonly<Record<string, Throttle>>;
  /** What all methods together may take. AWS has 10,000 and 5,000 in most regions; here it is unlimited. */
  readonly accountThrottle?: Throttle;
}

/** A plans file that was read: everything in it is of its form and refers to what exists. */
export interface UsagePlans {
  readonly apiKeys: readonly ApiKey[];
  readonly usagePlans: readonly UsagePlan[];
  readonly methodThrottles: ReadonlyMap<string, Throttle>;
  readonly accountThrottle: Throttle;
}

export const UNLIMITED: Throttle = { rateLimit: -1, burstLimit: -1 };

export const NO_USAGE_PLANS: UsagePlans = {
  apiKeys: [],
  usagePlans: [],
  methodThrottles: new Map(),
  accountThrottle: UNLIMITED,
};
