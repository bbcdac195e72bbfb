import type { Measures } from "./meter.ts";
import { REASONS, type Reason } from "./reasons.ts";

/**
 * What is counted of a call beside its reason, which has a metric of its own name. Nothing of the token or the
 * request is among it, so that there are as many metrics as rows.
 */
export const METRICS = {
  Faults: { unit: "Count", meaning: "calls in which nothing could be decided" },
  ColdStarts: { unit: "Count", meaning: "first calls of an instance of the function" },
  TokensRemembered: { unit: "Count", meaning: "tokens that had been verified before" },
  TokensVerified: { unit: "Count", meaning: "tokens whose signature was verified, or refused" },
  PoliciesRemembered: { unit: "Count", meaning: "calls whose policies were all remembered" },
  PolicyLookUps: { unit: "Count", meaning: "look-ups in the policy table" },
  PolicyLookUpTime: { unit: "Milliseconds", meaning: "how long a look-up took" },
} as const satisfies Record<string, { unit: "Count" | "Milliseconds"; meaning: string }>;

export type MetricName = keyof typeof METRICS;

/** A metric's values of one call; what did not happen has none. */
export interface MetricValues {
  name: MetricName | Reason;
  unit: "Count" | "Milliseconds";
  values: readonly number[];
}

/** What is counted of a call. */
export function metricsOf(reason: Reason, measures: Measures, isColdStart: boolean): MetricValues[] {
  const { tokens, tokensVerified, policies, lookUpMilliseconds } = measures;
  const lookUps = lookUpMilliseconds.length;
  const counted: MetricValues[] = [{ name: reason, unit: "Count", values: [1] }];
  const count = (name: MetricName, value: number) => {
    if (value > 0) counted.push({ name, unit: "Count", values: [value] });
  };
  count("Faults", REASONS[reason].outcome === "fault" ? 1 : 0);
  count("ColdStarts", isColdStart ? 1 : 0);
  count("TokensRemembered", tokens - tokensVerified);
  count("TokensVerified", tokensVerified);
  // Calls that run side by side share a look-up, so that there may be fewer look-ups than calls.
  count("PoliciesRemembered", policies - lookUps);
  count("PolicyLookUps", lookUps);
  if (lookUps > 0)
    counted.push({ name: "PolicyLookUpTime", unit: "Milliseconds", values: lookUpMilliseconds });
  return counted;
}
