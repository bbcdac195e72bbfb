import { periodStart } from "./quota-period.ts";
import type { Quota } from "./usage-plan.ts";

/** Counts the requests of a period. Of earlier periods nothing is kept. */
export interface QuotaMeter {
  readonly quota: Quota;
  /** @param now epoch milliseconds */
  hasLeft(now: number): boolean;
  count(now: number): void;
}

/**
 * What `offset` means: requests that are subtracted from the limit in the first period, as the API reference has it,
 * or the day on which a period starts, as older documentation and Terraform have it.
 */
export type QuotaOffset = "requestsInFirstPeriod" | "startOfPeriod";

/** @param startedAt epoch milliseconds within the first period */
export function createQuotaMeter(quota: Quota, offsetIs: QuotaOffset, startedAt: number): QuotaMeter {
  const { limit, offset = 0, period } = quota;
  const startDay = offsetIs === "startOfPeriod" ? offset : 0;
  const firstPeriod = periodStart(period, startDay, startedAt);
  const subtracted = offsetIs === "requestsInFirstPeriod" ? offset : 0;
  let current = firstPeriod;
  let used = 0;
  const enterPeriod = (now: number) => {
    const start = periodStart(period, startDay, now);
    // A clock that is set back brings no requests back.
    if (start <= current) return;
    current = start;
    used = 0;
  };
  return {
    quota,
    hasLeft(now) {
      enterPeriod(now);
      return used < (current === firstPeriod ? limit - subtracted : limit);
    },
    count(now) {
      enterPeriod(now);
      used += 1;
    },
  };
}
