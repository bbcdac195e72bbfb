/** A scenario, simulated: what the sampled containers did, scaled up to what all of them do. */
import { createMemoryDenyList } from "@lychgate/policy-store";
import { createFleet, type Reading } from "./containers.ts";
import { type Rates, readUnits } from "./formulas.ts";
import { createGroups } from "./people.ts";
import { createRandom } from "./random.ts";
import { EVERYONE, type Extent, type Scenario, TYPICAL } from "./scenario.ts";
import { invocationsOf } from "./traffic.ts";

export interface Simulated extends Rates {
  /** Read units a second of the one item that everybody's policy is in. */
  hotReadUnits: number;
  /** How many invocations were counted, before scaling up. */
  counted: number;
  /** How often a container read a key again before its time to live was over: never, by single flight. */
  earlyReads: number;
}

/** About how many invocations are simulated; fewer where each reads more. */
const WORK = 12_000;

/** Chooses how many containers to simulate, and for how long, so that it takes seconds. */
export function extentOf(scenario: Scenario, seed: string, invocationsPerSecond: number): Extent {
  const warmUp = Math.max(scenario.policyTtl, scenario.tokenLifetime) * 1.05;
  // Containers that were started together read together, so whole times to live are counted.
  const seconds = Math.max(240, scenario.policyTtl);
  const perContainer = (invocationsPerSecond / scenario.containers) * (warmUp + seconds);
  const work = (WORK * TYPICAL.groupsPerUser) / Math.max(TYPICAL.groupsPerUser, scenario.groupsPerUser);
  const sampled = Math.min(scenario.containers, Math.max(1, Math.round(work / perContainer)));
  return { seed, sampled, warmUp, seconds };
}

/** An item of a policy of some routes. */
const ITEM_BYTES = 2_048;

export async function simulate(scenario: Scenario, extent: Extent): Promise<Simulated> {
  const counts = { invocations: 0, verifications: 0, lookUps: 0, keys: 0, hotKeys: 0, earlyReads: 0 };
  const lastRead = new Map<string, number>();
  const onRead = ({ at, container, keys }: Reading) => {
    for (const key of keys) {
      const name = `${container} ${key}`;
      if (at - (lastRead.get(name) ?? Number.NEGATIVE_INFINITY) < scenario.policyTtl) counts.earlyReads += 1;
      lastRead.set(name, at);
    }
    if (at < extent.warmUp) return;
    counts.lookUps += 1;
    counts.keys += keys.length;
    if (keys.includes(EVERYONE)) counts.hotKeys += 1;
  };
  const groups = createGroups(extent.seed, scenario.groupsPerUser);
  const denyList = scenario.denyList ? { denyList: createMemoryDenyList } : {};
  const fleet = createFleet({ scenario, size: extent.sampled, groupsOf: groups, onRead, ...denyList });
  for (const invocation of invocationsOf(scenario, extent, createRandom(extent.seed))) {
    const before = fleet.verified();
    await fleet.authorize(invocation);
    if (invocation.at < extent.warmUp) continue;
    counts.invocations += 1;
    counts.verifications += fleet.verified() - before;
  }
  const scale = scenario.containers / extent.sampled / extent.seconds;
  return {
    requests: scenario.requestsPerSecond,
    invocations: counts.invocations * scale,
    verifications: counts.verifications * scale,
    lookUps: counts.lookUps * scale,
    readUnits: counts.keys * scale * readUnits(ITEM_BYTES),
    hotReadUnits: counts.hotKeys * scale * readUnits(ITEM_BYTES),
    counted: counts.invocations,
    earlyReads: counts.earlyReads,
  };
}
