import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTokenBucket } from "./token-bucket.ts";

/** Which of the requests that arrive at these instants are let through. */
function admitted(rateLimit: number, burstLimit: number, arrivals: readonly number[]): boolean[] {
  const bucket = createTokenBucket({ rateLimit, burstLimit });
  return arrivals.map((now) => {
    const passes = bucket?.hasToken(now) ?? true;
    if (passes) bucket?.take();
    return passes;
  });
}

describe("a token bucket", () => {
  it.each([
    ["lets the burst through at once", 1, 3, [0, 0, 0, 0], [true, true, true, false]],
    ["gets a token back after a second at rate 1", 1, 1, [0, 999, 1000, 1000], [true, false, true, false]],
    ["gets a token back after ten seconds at rate 0.1", 0.1, 1, [0, 9999, 10_000], [true, false, true]],
    [
      "refills wholly in a thousand seconds at rate 1.001",
      1.001,
      1001,
      [...Array(1001).fill(0), ...Array(1001).fill(1e6), 1e6],
      [...Array(2002).fill(true), false],
    ],
    ["holds no more than the burst", 10, 2, [0, 60_000, 60_000, 60_000], [true, true, true, false]],
    ["never refills at rate 0", 0, 1, [0, 1e12], [true, false]],
    ["lets nothing through with a burst of 0", 1000, 0, [0, 60_000], [false, false]],
    ["lets nothing through at no instant", 1, 1, [Number.NaN], [false]],
    ["gives nothing back when the clock is set back", 1, 1, [5000, 0, 999, 1000], [true, false, false, true]],
    ["keeps what it held when the clock is set back", 1, 2, [5000, 0, 0], [true, true, false]],
  ])("%s", (_, rate, burst, arrivals, expected) => {
    expect(admitted(rate, burst, arrivals)).toEqual(expected);
  });

  it("is none where nothing is limited", () => {
    expect(createTokenBucket({ rateLimit: -1, burstLimit: -1 })).toBeUndefined();
  });
});

/** A rate in thousandths of a token a second, a burst, and the pauses between arrivals in milliseconds. */
const TRAFFIC = fc.record({
  rate: fc.integer({ min: 0, max: 20_000 }),
  burst: fc.integer({ min: 0, max: 8 }),
  pauses: fc.array(
    fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3000 })),
    {
      maxLength: 60,
    },
  ),
});

function arrivalsOf(pauses: readonly number[]): number[] {
  let now = 1_700_000_000_000;
  return pauses.map((pause) => {
    now += pause;
    return now;
  });
}

/** The same bucket, filled millisecond by millisecond in whole millionths of a token. */
function simulate(rate: number, burst: number, arrivals: readonly number[]): boolean[] {
  const full = burst * 1_000_000;
  let tokens = full;
  let clock = arrivals[0] ?? 0;
  return arrivals.map((now) => {
    for (; clock < now; clock++) tokens = Math.min(full, tokens + rate);
    const passes = tokens >= 1_000_000;
    if (passes) tokens -= 1_000_000;
    return passes;
  });
}

describe("under any traffic", () => {
  it("admits exactly what a bucket does that is filled at every millisecond", () => {
    fc.assert(
      fc.property(TRAFFIC, ({ rate, burst, pauses }) => {
        const arrivals = arrivalsOf(pauses);
        expect(admitted(rate / 1000, burst, arrivals)).toEqual(simulate(rate, burst, arrivals));
      }),
      { numRuns: 300 },
    );
  });

  it("admits no more than the burst and what was refilled, in any window", () => {
    fc.assert(
      fc.property(TRAFFIC, ({ rate, burst, pauses }) => {
        const arrivals = arrivalsOf(pauses);
        const passes = admitted(rate / 1000, burst, arrivals);
        const passed = arrivals.filter((_, index) => passes[index]);
        passed.forEach((from, first) => {
          passed.slice(first).forEach((to, others) => {
            expect((others + 1) * 1_000_000).toBeLessThanOrEqual(burst * 1_000_000 + rate * (to - from));
          });
        });
      }),
      { numRuns: 300 },
    );
  });

  it("admits no more when the clock jumps to and fro than the burst for each millisecond that it ran", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 40 }),
        (burst, jumps) => {
          let now = 1_700_000_000_000;
          const arrivals = jumps.map((jump) => {
            now += jump;
            return now;
          });
          const forward = jumps.slice(1).reduce((total, jump) => total + Math.max(0, jump), 0);
          const passed = admitted(1, burst, arrivals).filter(Boolean).length;
          expect(passed).toBeLessThanOrEqual(burst + forward / 1000);
        },
      ),
      { numRuns: 300 },
    );
  });
});
