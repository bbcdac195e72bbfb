import type { QuotaPeriod, UsagePlans } from "./usage-plan.ts";

/** The last day on which a period may start, where an offset is a day; Terraform refuses what is above. */
const LAST_START_DAY: Readonly<Record<QuotaPeriod, number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

/** The offsets that are no day of their period. */
export function quotaOffsetProblems({ usagePlans }: UsagePlans): string[] {
  return usagePlans.flatMap(({ id, quota }) => {
    if (!quota?.offset) return [];
    const last = LAST_START_DAY[quota.period];
    return quota.offset <= last
      ? []
      : [
          `usagePlans.${id}.quota.offset: expected 0 to ${last} for the period ${quota.period} where it is the day on which a period starts, came ${quota.offset}`,
        ];
  });
}
