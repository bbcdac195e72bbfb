import { randomBytes } from "node:crypto";
import type { PlansFile } from "@lychgate/gateway";

/** Whose requests a stage meters: one plan for each key, named like it. */
const PLANS = {
  clinic: { throttle: { rateLimit: 50, burstLimit: 100 } },
  /** Two calls a day. */
  trial: { quota: { limit: 2, period: "DAY" } },
  /** A call, and the next one after a quarter of an hour. */
  slow: { throttle: { rateLimit: 0.001, burstLimit: 1 } },
} as const;

export type ApiKeyName = keyof typeof PLANS;

/** Makes the keys of a stage, with the values that their callers send in `x-api-key`. */
export function createPlans(apiId: string, stage: string): { file: PlansFile; apiKeys: ApiKeyValues } {
  const apiKeys = { clinic: createKey(), trial: createKey(), slow: createKey() };
  const file: PlansFile = {
    apiKeys: Object.entries(apiKeys).map(([id, value]) => ({ id, value })),
    usagePlans: Object.entries(PLANS).map(([id, limits]) => ({
      id,
      apiStages: [{ apiId, stage }],
      keyIds: [id],
      ...limits,
    })),
  };
  return { file, apiKeys };
}

export type ApiKeyValues = Readonly<Record<ApiKeyName, string>>;

function createKey(): string {
  return randomBytes(20).toString("hex");
}
