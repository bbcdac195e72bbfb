import type { Candidate } from "./benchmark.ts";

/** Nanoseconds an operation, over the rounds; `ratio` is the median over that of the first candidate. */
export interface Measurement {
  name: string;
  median: number;
  p25: number;
  p75: number;
  perSecond: number;
  ratio: number;
  roundTrips?: number;
}

const ROUNDS = 25;

const ROUND_NANOSECONDS = 60e6;

const WARM_UP_NANOSECONDS = 1e9;

/** Nanoseconds: of the processor where nothing is waited for, so that what else runs is no part of it. */
const CLOCKS = {
  processor: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) * 1e3;
  },
  wall: () => Number(process.hrtime.bigint()),
} as const;

export type Clock = keyof typeof CLOCKS;

/**
 * Measures candidates in turn, round by round, so that what the machine does meanwhile falls on all alike.
 * The number of runs a round is chosen for each so that its rounds last equally long.
 */
export async function measure(
  candidates: readonly Candidate[],
  clock: Clock = "processor",
): Promise<Measurement[]> {
  const timeOf = (candidate: Candidate, runs: number) => timeBy(CLOCKS[clock], candidate, runs);
  const runs: number[] = [];
  for (const candidate of candidates) runs.push(await runsPerRound((count) => timeOf(candidate, count)));
  const samples = candidates.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, candidate] of candidates.entries()) {
      globalThis.gc?.();
      samples[index]?.push(await timeOf(candidate, runs[index] ?? 1));
    }
  }
  return candidates.map(({ name, roundTrips }, index) => ({
    ...summarize(name, samples[index] ?? [], samples[0] ?? []),
    ...(roundTrips !== undefined && { roundTrips }),
  }));
}

async function runsPerRound(timeOf: (runs: number) => Promise<number>): Promise<number> {
  let runs = 1;
  let spent = 0;
  let each = 0;
  while (spent < WARM_UP_NANOSECONDS) {
    each = await timeOf(runs);
    spent += each * runs;
    runs *= 2;
  }
  return Math.max(1, Math.round(ROUND_NANOSECONDS / each));
}

let sink: unknown;

async function timeBy(now: () => number, { run, isAsync = false }: Candidate, runs: number): Promise<number> {
  const start = now();
  if (isAsync) for (let index = 0; index < runs; index++) sink = await run(index);
  else for (let index = 0; index < runs; index++) sink = run(index);
  const nanoseconds = now() - start;
  // Without a reader the results could be optimized away, and the work with them.
  if (sink === measure) throw new Error("unreachable");
  return nanoseconds / runs;
}

/** Sums up what was measured of one candidate next to what was of the first. */
export function summarize(name: string, samples: readonly number[], first: readonly number[]): Measurement {
  const median = quantile(samples, 0.5);
  return {
    name,
    median,
    p25: quantile(samples, 0.25),
    p75: quantile(samples, 0.75),
    perSecond: 1e9 / median,
    ratio: median / quantile(first, 0.5),
  };
}

function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.round(part * (sorted.length - 1))] ?? Number.NaN;
}
