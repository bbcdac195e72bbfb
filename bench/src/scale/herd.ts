/** All containers cold at once, as after a deployment, and what their policies' expiry does later. */
import { QUOTAS } from "./aws.ts";
import { createFleet } from "./containers.ts";
import { readUnits } from "./formulas.ts";
import { createGroups } from "./people.ts";
import { createRandom } from "./random.ts";
import { EVERYONE, type Scenario, TYPICAL } from "./scenario.ts";
import { invocationsOf } from "./traffic.ts";

/** How containers start, and whether their TTLs differ. */
export interface HerdCase {
  name: string;
  start: "at once" | "as fast as Lambda does";
  /** By which part of it a container's TTL is shorter, at most. */
  jitter: number;
}

export interface Herd extends HerdCase {
  /** Read units of each second, of the item that everybody needs and of all items, for items up to 4 KB. */
  hot: number[];
  all: number[];
  /** The busiest second of each TTL, the first being the start. */
  hotPeaks: number[];
  allPeaks: number[];
  /** Of the time after the start. */
  hotMean: number;
  allMean: number;
}

export const HERD_CASES: readonly HerdCase[] = [
  { name: "at once, equal TTLs", start: "at once", jitter: 0 },
  { name: "at once, TTLs up to 10 % shorter", start: "at once", jitter: 0.1 },
  { name: "as Lambda starts them, equal TTLs", start: "as fast as Lambda does", jitter: 0 },
  { name: "as Lambda starts them, TTLs up to 10 % shorter", start: "as fast as Lambda does", jitter: 0.1 },
];

const SAMPLED = 25;

const CYCLES = 3;

export const HERD_SCENARIO = {
  ...TYPICAL,
  requestsPerSecond: 50_000,
  users: 500_000,
  resultTtl: 0,
  containers: 5_000,
} as const satisfies Scenario;

export async function runHerd(herd: HerdCase, seed: string): Promise<Herd> {
  const scenario = HERD_SCENARIO;
  const seconds = scenario.policyTtl * (CYCLES + 0.5);
  const random = createRandom(seed);
  const ttls = Array.from({ length: SAMPLED }, () => scenario.policyTtl * (1 - herd.jitter * random()));
  const counts = { hot: new Float64Array(seconds), all: new Float64Array(seconds) };
  const unit = readUnits(1) * (scenario.containers / SAMPLED);
  const fleet = createFleet({
    scenario,
    size: SAMPLED,
    groupsOf: createGroups(seed, scenario.groupsPerUser),
    policyTtlOf: (container) => ttls[container] ?? scenario.policyTtl,
    onRead: ({ at, keys }) => {
      const second = Math.floor(at);
      counts.all[second] = (counts.all[second] ?? 0) + keys.length * unit;
      if (keys.includes(EVERYONE)) counts.hot[second] = (counts.hot[second] ?? 0) + unit;
    },
  });
  const extent = { seed, sampled: SAMPLED, warmUp: 0, seconds };
  for (const invocation of invocationsOf(scenario, extent, random))
    if (invocation.at >= startOf(herd, invocation.container)) await fleet.authorize(invocation);
  const [hot, all] = [[...counts.hot], [...counts.all]];
  return {
    ...herd,
    hot,
    all,
    hotPeaks: peaksOf(hot),
    allPeaks: peaksOf(all),
    hotMean: meanOf(hot),
    allMean: meanOf(all),
  };
}

/** When a sampled container starts: the first thousand at once, and then a hundred each second. */
function startOf({ start }: HerdCase, container: number): number {
  if (start === "at once") return 0;
  const { value } = QUOTAS.containersPerTenSeconds;
  const index = (container * HERD_SCENARIO.containers) / SAMPLED;
  return Math.max(0, (index - value) / (value / 10));
}

function peaksOf(perSecond: readonly number[]): number[] {
  const ttl = HERD_SCENARIO.policyTtl;
  return Array.from({ length: CYCLES + 1 }, (_, cycle) => {
    const begin = Math.max(0, (cycle - 0.5) * ttl);
    return Math.max(...perSecond.slice(begin, (cycle + 0.5) * ttl));
  });
}

/** Over whole times to live. */
function meanOf(perSecond: readonly number[]): number {
  const ttl = HERD_SCENARIO.policyTtl;
  const later = perSecond.slice(ttl * 1.5);
  return later.reduce((sum, units) => sum + units, 0) / later.length;
}
