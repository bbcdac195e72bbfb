import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createQuotaMeter, type QuotaOffset } from "./quota-meter.ts";
import { periodStart } from "./quota-period.ts";
import { QUOTA_PERIODS, type Quota } from "./usage-plan.ts";

describe("the start of a period", () => {
  it.each([
    ["DAY", 0, "2026-11-21T23:59:59.999Z", "2026-11-21"],
    ["DAY", 0, "2026-11-22T00:00:00.000Z", "2026-11-22"],
    ["WEEK", 0, "2026-11-21T12:00:00Z", "2026-11-15"],
    ["WEEK", 0, "2026-11-22T00:00:00Z", "2026-11-22"],
    ["WEEK", 6, "2026-11-21T00:00:00Z", "2026-11-21"],
    ["WEEK", 6, "2026-11-20T23:59:59Z", "2026-11-14"],
    ["MONTH", 0, "2026-11-30T23:59:59Z", "2026-11-01"],
    ["MONTH", 27, "2026-03-27T23:59:59Z", "2026-02-28"],
    ["MONTH", 27, "2026-03-28T00:00:00Z", "2026-03-28"],
    ["MONTH", 27, "2026-01-01T00:00:00Z", "2025-12-28"],
  ] as const)("of %s from day %i, at %s", (period, startDay, now, start) => {
    expect(new Date(periodStart(period, startDay, Date.parse(now))).toISOString()).toBe(
      `${start}T00:00:00.000Z`,
    );
  });

  it("is not that of no instant", () => {
    expect(() => periodStart("DAY", 0, Number.NaN)).toThrow(RangeError);
  });

  it("is in the past, is its own start, and never goes back", () => {
    const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(fc.constantFrom(...QUOTA_PERIODS), fc.nat(6), instant, instant, (period, day, a, b) => {
        const start = periodStart(period, day, a);
        expect(start).toBeLessThanOrEqual(a);
        expect(periodStart(period, day, start)).toBe(start);
        if (a <= b) expect(start).toBeLessThanOrEqual(periodStart(period, day, b));
      }),
    );
  });
});

/** How many requests of each day in 2026 are let through, of ten that are sent. */
function served(quota: Quota, offsetIs: QuotaOffset, days: readonly string[]): number[] {
  const meter = createQuotaMeter(quota, offsetIs, Date.parse(`2026-${days[0]}`));
  return days.map((day) => {
    const now = Date.parse(`2026-${day}`);
    const serve = () => {
      const passes = meter.hasLeft(now);
      if (passes) meter.count(now);
      return passes;
    };
    return Array.from({ length: 10 }, serve).filter(Boolean).length;
  });
}

describe("a quota", () => {
  it.each([
    [
      "starts anew each day",
      { limit: 3, period: "DAY" },
      "requestsInFirstPeriod",
      ["11-21", "11-21", "11-22"],
      [3, 0, 3],
    ],
    [
      "lasts a week from Sunday",
      { limit: 3, period: "WEEK" },
      "requestsInFirstPeriod",
      ["11-15", "11-21", "11-22"],
      [3, 0, 3],
    ],
    [
      "lasts a month",
      { limit: 3, period: "MONTH" },
      "requestsInFirstPeriod",
      ["11-21", "11-30", "12-01"],
      [3, 0, 3],
    ],
    [
      "is less by the offset in the first period",
      { limit: 3, offset: 2, period: "DAY" },
      "requestsInFirstPeriod",
      ["11-21", "11-22"],
      [1, 3],
    ],
    [
      "is nothing where the offset is all of it",
      { limit: 3, offset: 5, period: "DAY" },
      "requestsInFirstPeriod",
      ["11-21", "11-22"],
      [0, 3],
    ],
    [
      "starts on the day that the offset says",
      { limit: 3, offset: 6, period: "WEEK" },
      "startOfPeriod",
      ["11-20", "11-21", "11-22"],
      [3, 3, 0],
    ],
    [
      "is not given back when the clock is set back",
      { limit: 3, period: "DAY" },
      "requestsInFirstPeriod",
      ["11-21", "11-22", "11-21"],
      [3, 3, 0],
    ],
  ] as const)("%s", (_, quota, offsetIs, days, expected) => {
    expect(served(quota, offsetIs, days)).toEqual(expected);
  });

  it("serves its limit in each period, however requests fall", () => {
    const DAY_MS = 86_400_000;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(5 * DAY_MS), { maxLength: 60 }),
        (limit, instants) => {
          const arrivals = instants.toSorted((a, b) => a - b);
          const meter = createQuotaMeter({ limit, period: "DAY" }, "requestsInFirstPeriod", 0);
          const passed = new Map<number, number>();
          const sent = new Map<number, number>();
          for (const now of arrivals) {
            const day = Math.floor(now / DAY_MS);
            sent.set(day, (sent.get(day) ?? 0) + 1);
            if (!meter.hasLeft(now)) continue;
            meter.count(now);
            passed.set(day, (passed.get(day) ?? 0) + 1);
          }
          for (const [day, count] of sent) expect(passed.get(day)).toBe(Math.min(limit, count));
        },
      ),
    );
  });
});
