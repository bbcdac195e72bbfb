/** What a changed policy costs: nothing in the table, and each merged document once more in each container. */
import { createFleet, itemOf } from "./containers.ts";
import { createGroups } from "./people.ts";
import { createRandom } from "./random.ts";
import { EVERYONE, TYPICAL } from "./scenario.ts";
import { invocationsOf } from "./traffic.ts";

/** A minute before the change, or after it. */
interface Period {
  lookUpsPerSecond: number;
  /** How many documents a container merged that it had not merged before. */
  mergedPerContainer: number;
}

export interface Edit {
  before: Period;
  after: Period;
}

interface Counts {
  lookUps: number;
  merged: number;
}

const SAMPLED = 10;

export async function runEdit(seed: string): Promise<Edit> {
  const scenario = { ...TYPICAL, resultTtl: 0, containers: 100 };
  const { policyTtl } = scenario;
  const warmUp = 5 * policyTtl;
  const changedAt = warmUp + policyTtl;
  const counts: readonly [Counts, Counts] = [
    { lookUps: 0, merged: 0 },
    { lookUps: 0, merged: 0 },
  ];
  const periodOf = (at: number) => (at < warmUp ? undefined : counts[at < changedAt ? 0 : 1]);
  const fleet = createFleet({
    scenario,
    size: SAMPLED,
    groupsOf: createGroups(seed, scenario.groupsPerUser),
    onRead: ({ at }) => {
      const period = periodOf(at);
      if (period) period.lookUps += 1;
    },
  });
  const extent = { seed, sampled: SAMPLED, warmUp, seconds: 2 * policyTtl };
  const merged = new Set<string>();
  let isChanged = false;
  for (const invocation of invocationsOf(scenario, extent, createRandom(seed))) {
    if (invocation.at >= changedAt && !isChanged) {
      await fleet.store.put(itemOf(EVERYONE, 2), itemOf(EVERYONE, 1).revision);
      isChanged = true;
    }
    const { context } = await fleet.authorize(invocation);
    const period = periodOf(invocation.at);
    const name = `${invocation.container} ${context.policyRevision}`;
    if (period && !merged.has(name)) period.merged += 1;
    merged.add(name);
  }
  const summed = (period: Counts) => ({
    lookUpsPerSecond: (period.lookUps / policyTtl) * (scenario.containers / SAMPLED),
    mergedPerContainer: period.merged / SAMPLED,
  });
  return { before: summed(counts[0]), after: summed(counts[1]) };
}
