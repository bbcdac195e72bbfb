/** Requests a second against everything that they cause, one setting varied at a time. */
import {
  concurrencyNeeded,
  containersFor,
  costOf,
  inService,
  meanMilliseconds,
  passedOn,
} from "./formulas.ts";
import { zipfShares } from "./random.ts";
import { type Scenario, TYPICAL } from "./scenario.ts";
import { extentOf, type Simulated, simulate } from "./simulation.ts";

export interface LoadRow {
  scenario: Scenario;
  simulated: Simulated;
  derived: ReturnType<typeof derive>;
}

const RATES = [10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

const RESULT_TTLS = [0, 60, 300, 3_600] as const;

/** Every rate with every TTL of results; a user calls every ten seconds, a million users more often. */
export function loadScenarios(): Scenario[] {
  return RATES.flatMap((requestsPerSecond) =>
    RESULT_TTLS.map((resultTtl) => {
      const users = Math.min(1_000_000, requestsPerSecond * 10);
      return withContainers({ ...TYPICAL, requestsPerSecond, users, resultTtl });
    }),
  );
}

/** What is varied, and by which values. */
export const SWEEPS = {
  policyTtl: [0, 5, 15, 60, 300, 900, 3_600].map((policyTtl) => vary({ policyTtl })),
  groupsPerUser: [1, 3, 10, 30, 100].map((groupsPerUser) => vary({ groupsPerUser, tokenLifetime: 300 })),
  tokenLifetime: [300, 900, 3_600, 14_400].map((tokenLifetime) => vary({ tokenLifetime })),
  users: [100, 1_000, 10_000, 100_000, 1_000_000].map((users) => vary({ users })),
  containers: [1, 10, 100, 1_000, 5_000].map(
    (containers): Scenario => ({
      ...TYPICAL,
      requestsPerSecond: 200,
      users: 2_000,
      resultTtl: 0,
      containers,
    }),
  ),
  denyList: [false, true].map((denyList) => vary({ denyList })),
} as const satisfies Partial<Record<keyof Scenario, Scenario[]>>;

export type Swept = keyof typeof SWEEPS;

export async function runLoad(scenario: Scenario, seed: string): Promise<LoadRow> {
  const extent = extentOf(scenario, seed, expectedInvocations(scenario));
  const simulated = await simulate(scenario, extent);
  return { scenario, simulated, derived: derive(simulated) };
}

function vary(change: Partial<Scenario>): Scenario {
  return withContainers({ ...TYPICAL, ...change });
}

function withContainers(scenario: Scenario): Scenario {
  return { ...scenario, containers: containersFor(expectedInvocations(scenario)) };
}

function expectedInvocations(scenario: Scenario): number {
  const { users, exponent, requestsPerSecond } = scenario;
  return zipfShares(users, exponent).reduce(
    (sum, share) => sum + passedOn(share * requestsPerSecond, scenario),
    0,
  );
}

function derive(simulated: Simulated) {
  const milliseconds = meanMilliseconds(simulated);
  return {
    hitRatio: 1 - simulated.invocations / simulated.requests,
    milliseconds,
    concurrency: inService(simulated.invocations, milliseconds),
    concurrencyNeeded: concurrencyNeeded(simulated.invocations, milliseconds),
    cost: costOf(simulated),
  };
}
