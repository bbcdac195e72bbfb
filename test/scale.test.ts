import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { PRICES, QUOTAS } from "../bench/src/scale/aws.ts";
import { createFleet } from "../bench/src/scale/containers.ts";
import {
  asksPerSecond,
  concurrencyNeeded,
  costOf,
  inService,
  passedOn,
  type Rates,
  readUnits,
  STALENESS_BOUNDS,
} from "../bench/src/scale/formulas.ts";
import { createGroups } from "../bench/src/scale/people.ts";
import { PLOTS } from "../bench/src/scale/plots.ts";
import {
  createRandom,
  createSampler,
  exponential,
  gamma,
  geometric,
  zipfShares,
} from "../bench/src/scale/random.ts";
import { RESULTS, type Results } from "../bench/src/scale/results.ts";
import { type Scenario, TYPICAL } from "../bench/src/scale/scenario.ts";
import { simulate } from "../bench/src/scale/simulation.ts";
import { runSingleFlight } from "../bench/src/scale/single-flight.ts";
import { type Change, delaysOf } from "../bench/src/scale/staleness.ts";
import { TABLES, withTables } from "../bench/src/scale/tables.ts";

const DRAWS = 20_000;

function momentsOf(draw: () => number): { mean: number; variance: number } {
  const drawn = Array.from({ length: DRAWS }, draw);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}

/** Within so many parts of a hundred. */
function expectNear(value: number, expected: number, percent: number): void {
  expect(Math.abs(value / expected - 1)).toBeLessThan(percent / 100);
}

describe("the arithmetic of scale", () => {
  it.each([
    [1_000, 50, 50],
    [10, 2, 0.02],
    [0, 2, 0],
  ])("has of %d a second, each of %d ms, %d in service at once", (perSecond, milliseconds, expected) => {
    expect(inService(perSecond, milliseconds)).toBe(expected);
  });

  it.each([
    [0, 2, 1],
    [10_000, 2, 1_000],
    [10_001, 2, 1_001],
    [1_000, 1_000, 1_099],
  ])("asks Lambda for %d/s, each of %d ms, for %d", (perSecond, milliseconds, expected) => {
    expect(concurrencyNeeded(perSecond, milliseconds)).toBe(expected);
  });

  it.each([
    [0, 0.5],
    [1, 0.5],
    [4_096, 0.5],
    [4_097, 1],
    [409_600, 50],
  ])("reads an item of %d bytes for %d units", (bytes, expected) => {
    expect(readUnits(bytes)).toBe(expected);
  });

  it("asks each time without a TTL, and once a TTL for what is always wanted", () => {
    expect(asksPerSecond(7, 0)).toBe(7);
    expectNear(asksPerSecond(1e9, 60), 1 / 60, 0.1);
    expect(passedOn(1e9, { resultTtl: 3_600, policyTtl: 60, tokenLifetime: 900 })).toBeCloseTo(1 / 900);
  });

  it("adds up what a million requests cost", () => {
    const rates: Rates = {
      requests: 100,
      invocations: 50,
      verifications: 50,
      lookUps: 0,
      readUnits: 200,
    };
    const cost = costOf(rates);
    expect(cost.gateway).toBe(3.5);
    // Half a million invocations of 3 ms at 1 GB, two million units, and 0.45 GB of log.
    expect(cost.lambda).toBeCloseTo(0.5 * (0.2 + 3_000 * 0.0000133334), 9);
    expect(cost.dynamo).toBeCloseTo(0.25, 9);
    expect(cost.logs).toBeCloseTo(0.45 * 0.5, 9);
  });

  it("bounds an edit by both TTLs, and a group change by the token", () => {
    const ttls = { resultTtl: 300, policyTtl: 60, tokenLifetime: 900 };
    const bounds = Object.entries(STALENESS_BOUNDS).map(([change, bound]) => [change, bound(ttls)]);
    expect(Object.fromEntries(bounds)).toEqual({
      "policy edit": 360,
      revocation: 360,
      "group change": 900,
    });
  });
});

describe("randomness", () => {
  it("is the same for the same seed, and another for another", () => {
    const drawn = (seed: string) => Array.from({ length: 5 }, createRandom(seed));
    expect(drawn("a")).toEqual(drawn("a"));
    expect(drawn("a")).not.toEqual(drawn("b"));
  });

  const random = createRandom("moments");
  it.each([
    ["uniform", random, 1 / 2, 1 / 12],
    ["exponential", () => exponential(random, 4), 1 / 4, 1 / 16],
    ["geometric", () => geometric(random, 0.2), 5, 20],
    ["geometric of certainty", () => geometric(random, 1), 1, 0],
    ["gamma of few", () => gamma(random, 3), 3, 3],
    ["gamma of many", () => gamma(random, 500), 500, 500],
  ])("that is %s has the mean and the variance of it", (_, draw, mean, variance) => {
    const found = momentsOf(draw);
    expectNear(found.mean, mean, 3);
    if (variance === 0) expect(found.variance).toBe(0);
    else expectNear(found.variance, variance, 6);
  });

  it("shares by Zipf's law: the n-th has an n-th of the first, all together everything", () => {
    const shares = zipfShares(1_000, 1);
    expect((shares[0] ?? 0) / (shares[9] ?? 0)).toBeCloseTo(10);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect([...zipfShares(4, 0)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("draws as often as the shares say", () => {
    const shares = zipfShares(8, 1);
    const sample = createSampler(shares);
    const counts = new Float64Array(8);
    for (let draw = 0; draw < DRAWS; draw++) {
      const index = sample(random);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    for (const [index, share] of shares.entries()) expectNear((counts[index] ?? 0) / DRAWS, share, 8);
  });
});

const SMALL: Scenario = {
  ...TYPICAL,
  requestsPerSecond: 60,
  users: 300,
  containers: 8,
  resultTtl: 20,
  policyTtl: 15,
  tokenLifetime: 120,
};

/** The same scenario request by request: every one arrives, and API Gateway's cache is a cache. */
async function everyRequest(scenario: Scenario, seed: string, warmUp: number, seconds: number) {
  const { requestsPerSecond, users, exponent, containers, resultTtl, tokenLifetime } = scenario;
  const random = createRandom(seed);
  const sample = createSampler(zipfShares(users, exponent));
  const phases = Float64Array.from({ length: users }, () => random() * tokenLifetime);
  const kept = new Map<string, number>();
  const counts = { requests: 0, invocations: 0, verifications: 0, lookUps: 0, keys: 0 };
  const fleet = createFleet({
    scenario,
    size: containers,
    groupsOf: createGroups(seed, scenario.groupsPerUser),
    onRead({ at, keys }) {
      if (at < warmUp) return;
      counts.lookUps += 1;
      counts.keys += keys.length;
    },
  });
  const end = warmUp + seconds;
  for (
    let at = exponential(random, requestsPerSecond);
    at < end;
    at += exponential(random, requestsPerSecond)
  ) {
    const user = sample(random);
    const phase = phases[user] ?? 0;
    const token = Math.floor((at + phase) / tokenLifetime);
    if (at >= warmUp) counts.requests += 1;
    const key = `${user}.${token}`;
    if (at < (kept.get(key) ?? 0)) continue;
    kept.set(key, at + resultTtl);
    const before = fleet.verified();
    const container = Math.floor(random() * containers);
    await fleet.authorize({ at, user, token, issued: token * tokenLifetime - phase, container });
    if (at < warmUp) continue;
    counts.invocations += 1;
    counts.verifications += fleet.verified() - before;
  }
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / seconds]));
}

describe("the simulation", () => {
  const [warmUp, seconds] = [130, 400];
  let exact: Awaited<ReturnType<typeof everyRequest>>;
  beforeAll(async () => {
    exact = await everyRequest(SMALL, "exact", warmUp, seconds);
  });

  it.each([
    ["all containers", 8],
    ["a quarter of them, scaled up", 2],
  ])("of %s finds what request by request is found", async (_, sampled) => {
    const found = await simulate(SMALL, { seed: "sampled", sampled, warmUp, seconds });
    expectNear(exact.requests ?? 0, found.requests, 3);
    expectNear(found.invocations, exact.invocations ?? 0, 6);
    expectNear(found.verifications, exact.verifications ?? 0, 6);
    expectNear(found.lookUps, exact.lookUps ?? 0, 6);
    expectNear(found.readUnits, (exact.keys ?? 0) * readUnits(1), 6);
  });

  it("reads one group of one container as often as the formula says, and never early", async () => {
    const scenario = { ...SMALL, groupsPerUser: 1, containers: 1, resultTtl: 0, requestsPerSecond: 2 };
    const found = await simulate(scenario, { seed: "one", sampled: 1, warmUp: 150, seconds: 3_000 });
    expectNear(found.lookUps, asksPerSecond(2, scenario.policyTtl), 3);
    expect(found.earlyReads).toBe(0);
  });

  it("reads every entry of the deny list that a caller may have, absent or not", async () => {
    const extent = { seed: "deny", sampled: 8, warmUp: 60, seconds: 60 };
    const without = await simulate(SMALL, extent);
    const found = await simulate({ ...SMALL, denyList: true }, extent);
    expect(found.invocations).toBe(without.invocations);
    expect(found.readUnits).toBeGreaterThan(without.readUnits + found.invocations * 0.5);
  });

  it("shares one read among a thousand requests at once", async () => {
    const { readsPerGroup, requests } = await runSingleFlight("test");
    expect({ readsPerGroup, requests }).toEqual({ readsPerGroup: 1, requests: 1_000 });
  });

  const CHANGES = Object.keys(STALENESS_BOUNDS) as Change[];
  it.each(CHANGES)("sees a %s in force within its bound, and not at once", async (change) => {
    const scenario = { ...SMALL, containers: 3, users: 200 };
    const worst = Math.max(...(await delaysOf(change, scenario, "bound")));
    const bound = STALENESS_BOUNDS[change](scenario);
    expect(worst).toBeLessThanOrEqual(bound);
    expect(worst).toBeGreaterThan(bound / 2);
  });
});

describe("docs/scale.md", () => {
  const results: Results = JSON.parse(readFileSync(RESULTS, "utf8"));
  const document = readFileSync(new URL("../scale.md", RESULTS), "utf8");

  it("has every table, as the results have it", () => {
    expect(withTables(document, results)).toBe(document);
    for (const name of Object.keys(TABLES)) expect(document).toContain(`<!-- table: ${name} -->`);
  });

  it("shows every plot, and names the seed", () => {
    for (const name of Object.keys(PLOTS)) {
      expect(document).toContain(`](scale/${name}.gen.svg)`);
      expect(existsSync(new URL(`${name}.gen.svg`, RESULTS))).toBe(true);
    }
    expect(document).toContain(`\`${results.seed}\``);
  });

  it("names a page for every price and quota", () => {
    for (const { page } of [...Object.values(PRICES), ...Object.values(QUOTAS)])
      expect(document).toContain(page);
  });

  it("stays within the stated bounds, with one read a TTL", () => {
    for (const { worst, bound } of results.staleness) expect(worst).toBeLessThanOrEqual(bound);
    const rows = [...results.load, ...Object.values(results.sweeps).flat()];
    for (const { simulated } of rows) expect(simulated.earlyReads).toBe(0);
  });
});
