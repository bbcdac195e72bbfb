/** All that is simulated and measured, and where it is kept. */
import { runEdit } from "./edit.ts";
import { HERD_CASES, runHerd } from "./herd.ts";
import { type LoadRow, loadScenarios, runLoad, SWEEPS, type Swept } from "./load.ts";
import { runMemory } from "./memory.ts";
import type { Scenario } from "./scenario.ts";
import { runSingleFlight } from "./single-flight.ts";
import { runStaleness } from "./staleness.ts";

export type Results = Awaited<ReturnType<typeof runAll>>;

/** Where results are kept, from `docs/`. */
export const RESULTS = new URL("../../../docs/scale/results.gen.json", import.meta.url);

export async function runAll(seed: string, say: (line: string) => void) {
  const memory = runMemory();
  say("load");
  const load = await runEach(loadScenarios(), seed);
  const sweeps: Record<Swept, LoadRow[]> = {
    policyTtl: [],
    groupsPerUser: [],
    tokenLifetime: [],
    users: [],
    containers: [],
    denyList: [],
  };
  for (const name of Object.keys(SWEEPS) as Swept[]) {
    say(name);
    sweeps[name] = await runEach(SWEEPS[name], seed);
  }
  say("herd");
  const herd = [];
  for (const each of HERD_CASES) herd.push(await runHerd(each, seed));
  say("staleness");
  const staleness = await runStaleness(seed);
  say("edit, single flight, memory");
  const edit = await runEdit(seed);
  const singleFlight = await runSingleFlight(seed);
  return { seed, load, sweeps, herd, staleness, edit, singleFlight, memory: await memory };
}

/** Scenarios that come up again are not simulated again. */
const done = new Map<string, LoadRow>();

async function runEach(scenarios: readonly Scenario[], seed: string): Promise<LoadRow[]> {
  const rows: LoadRow[] = [];
  for (const scenario of scenarios) {
    const key = JSON.stringify([seed, scenario]);
    const row = done.get(key) ?? (await runLoad(scenario, seed));
    done.set(key, row);
    rows.push(row);
  }
  return rows;
}
