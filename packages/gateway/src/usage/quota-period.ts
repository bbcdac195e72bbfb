import type { QuotaPeriod } from "./usage-plan.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When the period that holds an instant began: at midnight UTC, on the `startDay`th day after Sunday or after the
 * first of the month.
 *
 * @param now epoch milliseconds
 * @throws RangeError when it is no instant
 */
export function periodStart(period: QuotaPeriod, startDay: number, now: number): number {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  if (Number.isNaN(new Date(midnight).getTime())) throw new RangeError("expected an instant, came none");
  return STARTS[period](new Date(midnight), startDay);
}

const STARTS: Readonly<Record<QuotaPeriod, (midnight: Date, startDay: number) => number>> = {
  DAY: (midnight) => midnight.getTime(),
  WEEK: (midnight, startDay) => midnight.getTime() - ((midnight.getUTCDay() - startDay + 7) % 7) * DAY_MS,
  MONTH: (midnight, startDay) => {
    const [year, month] = [midnight.getUTCFullYear(), midnight.getUTCMonth()];
    const start = Date.UTC(year, month, 1 + startDay);
    return start <= midnight.getTime() ? start : Date.UTC(year, month - 1, 1 + startDay);
  },
};
