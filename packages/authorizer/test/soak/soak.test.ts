/**
 * Hours of traffic by a virtual clock, with every fault in turn. `LYCHGATE_SOAK_HOURS` says how many and
 * `LYCHGATE_SOAK_SEED` which; the figures of a long run are printed.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { megabytesUsed } from "../memory.ts";
import { SIMULATED_FAULTS, simulate } from "./simulation.ts";

const SHORT = 2;
const HOURS = Number(process.env.LYCHGATE_SOAK_HOURS ?? SHORT);
const SEED = Number(process.env.LYCHGATE_SOAK_SEED ?? 20_261_121);
const isLong = HOURS > SHORT;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

describe(`${HOURS} hours of traffic of the seed ${SEED}`, () => {
  it.each([0, 300])(
    "with STALE_POLICY_SECONDS=%i let nothing wrong through, get stuck nowhere and leave no memory behind",
    async (stalePolicySeconds) => {
      const used: number[] = [];
      const begun = performance.now();
      const { requests, reasons, faults, wrong, stuck } = await simulate({
        hours: HOURS,
        requestsPerSecond: isLong ? 10 : 1,
        stalePolicySeconds,
        seed: SEED,
        crowd: isLong ? 10_000 : 0,
        setClock: (now) => vi.setSystemTime(now),
        onHour: () => used.push(megabytesUsed()),
      });
      if (isLong) {
        const seconds = Math.round((performance.now() - begun) / 1000);
        const memory = used.map((megabytes) => megabytes.toFixed(1)).join(" ");
        console.log(
          `${requests} requests, ${faults} faults, ${seconds} s; MB by the hour: ${memory}; ${JSON.stringify([...reasons])}`,
        );
      }
      expect(wrong).toEqual([]);
      expect(stuck).toEqual([]);
      expect(faults).toBeGreaterThanOrEqual(Object.keys(SIMULATED_FAULTS).length);
      for (const reason of [
        "Authorized",
        "Revoked",
        "TokenInvalid",
        "TokenExpired",
        "KeysUnavailable",
        "PoliciesUnavailable",
        "PolicyMalformed",
      ] as const)
        expect([reason, (reasons.get(reason) ?? 0) > 0]).toEqual([reason, true]);
      expect((used.at(-1) ?? 0) - (used[0] ?? 0)).toBeLessThan(32);
    },
    3_600_000,
  );
});
