/** For how long something old still decides, as callers see it, beside the stated bound. */
import type { AuthorizerResult } from "@lychgate/authorizer";
import { createMemoryDenyList } from "@lychgate/policy-store";
import { createFleet, itemOf } from "./containers.ts";
import { STALENESS_BOUNDS } from "./formulas.ts";
import { callerOf, groupName } from "./people.ts";
import { createRandom, exponential, zipfShares } from "./random.ts";
import { EVERYONE, type Scenario, TYPICAL } from "./scenario.ts";
import { type Invocation, invocationsOf } from "./traffic.ts";

export type Change = keyof typeof STALENESS_BOUNDS;

export interface Staleness {
  change: Change;
  resultTtl: number;
  policyTtl: number;
  tokenLifetime: number;
  /** How many users there were in all runs. */
  users: number;
  /** Seconds from the change to a user's last request that it did not bear on. */
  median: number;
  p99: number;
  worst: number;
  bound: number;
}

type Times = Pick<Scenario, "resultTtl" | "policyTtl" | "tokenLifetime">;

const SHORT_TOKEN = 300;

const CASES: readonly ({ change: Change } & Times)[] = [
  ...(["policy edit", "revocation"] as const).flatMap((change) =>
    [0, 60, 300].flatMap((resultTtl) =>
      [5, 60].map((policyTtl) => ({ change, resultTtl, policyTtl, tokenLifetime: TYPICAL.tokenLifetime })),
    ),
  ),
  ...[SHORT_TOKEN, TYPICAL.tokenLifetime].map((tokenLifetime) => ({
    change: "group change" as const,
    resultTtl: 300,
    policyTtl: 60,
    tokenLifetime,
  })),
];

const RUNS = 3;

export async function runStaleness(seed: string): Promise<Staleness[]> {
  const rows: Staleness[] = [];
  for (const { change, ...times } of CASES) {
    const scenario = { ...TYPICAL, ...times, requestsPerSecond: 200, users: 1_000, containers: 4 };
    const delays: number[] = [];
    for (let run = 0; run < RUNS; run++) delays.push(...(await delaysOf(change, scenario, `${seed}/${run}`)));
    delays.sort((a, b) => a - b);
    const at = (part: number) => delays[Math.round(part * (delays.length - 1))] ?? Number.NaN;
    const bound = STALENESS_BOUNDS[change](scenario);
    const [median, p99, worst] = [at(0.5), at(0.99), at(1)];
    rows.push({ change, ...times, users: delays.length, median, p99, worst, bound });
  }
  return rows;
}

/** Of each user, the seconds from the change to the last request that was decided without it. */
export async function delaysOf(change: Change, given: Scenario, seed: string): Promise<number[]> {
  // With one group a result's revision is that of the policy.
  const scenario = { ...given, groupsPerUser: 1 };
  const bound = STALENESS_BOUNDS[change](scenario);
  const random = createRandom(seed);
  const warmUp = scenario.resultTtl + scenario.policyTtl;
  const span = change === "policy edit" ? 0 : scenario.policyTtl;
  const start = warmUp + random() * scenario.policyTtl;
  const changedAt = Float64Array.from({ length: scenario.users }, () => start + random() * span);
  const extent = { seed, sampled: scenario.containers, warmUp, seconds: start - warmUp + span + bound + 1 };

  const denyLists: ReturnType<typeof createMemoryDenyList>[] = [];
  const fleet = createFleet({
    scenario,
    size: scenario.containers,
    groupsOf: (user, issued) =>
      change === "group change" ? [groupName(issued < (changedAt[user] ?? 0) ? 0 : 1)] : [EVERYONE],
    onRead: () => {},
    ...(change === "revocation" && {
      denyList: (store) => {
        const list = createMemoryDenyList(store);
        denyLists.push(list);
        return list;
      },
    }),
  });
  const changes = change === "group change" ? [] : [...changedAt.entries()].sort(([, a], [, b]) => a - b);
  let next = 0;
  async function applyChanges(now: number): Promise<void> {
    for (; (changes[next]?.[1] ?? Number.POSITIVE_INFINITY) <= now; next++) {
      const user = changes[next]?.[0] ?? 0;
      if (change === "policy edit" && next === 0) await fleet.store.put(NEW, OLD.revision);
      for (const list of denyLists) await list.put({ kind: "sub", value: callerOf(user, 0, [], 0).sub });
    }
  }

  const shares = zipfShares(scenario.users, scenario.exponent);
  const delays = new Float64Array(scenario.users);
  for (const invocation of invocationsOf(scenario, extent, random)) {
    await applyChanges(invocation.at);
    const result = await fleet.authorize(invocation);
    if (!IS_OLD[change](result)) continue;
    const { user } = invocation;
    const rate = (shares[user] ?? 0) * scenario.requestsPerSecond;
    const delay = lastUse(invocation, scenario, exponential(random, rate)) - (changedAt[user] ?? 0);
    delays[user] = Math.max(delays[user] ?? 0, delay);
  }
  return [...delays];
}

const OLD = itemOf(EVERYONE, 1);
const NEW = itemOf(EVERYONE, 2);

/** Whether a result is what it was before the change. */
const IS_OLD = {
  "policy edit": ({ context }) => context.policyRevision === OLD.revision,
  revocation: ({ context }) => context.reason !== "Revoked",
  "group change": ({ context }) => context.groups === groupName(0),
} as const satisfies Record<Change, (result: AuthorizerResult) => boolean>;

/** When a user's last request came that API Gateway answered with this result: so long before its end. */
function lastUse({ at, issued }: Invocation, { resultTtl, tokenLifetime }: Times, before: number): number {
  const end = Math.min(at + resultTtl, issued + tokenLifetime);
  return Math.max(at, end - before);
}
