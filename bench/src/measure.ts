import type { Candidate } from "./benchmark.ts";

/** Nanoseconds an operation, over the rounds; `ratio` is the median over that of the first candidate. */
export interface Measurement {
  name: string;
  median: number;
  p25: number;
  p75: number;
  perSecond: number;
  ratio: number;
}

const ROUNDS = 25;

const ROUND_NANOSECONDS = 20e6;

const WARM_UP_NANOSECONDS = 200e6;

/**
 * Measures candidates in turn, round by round, so that what the machine does meanwhile falls on all alike.
 * The number of runs a round is chosen for each so that its rounds last equally long.
 */
export function measure(candidates: readonly Candidate[]): Measurement[] {
  const runs = candidates.map(runsPerRound);
  const samples = candidates.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, candidate] of candidates.entries()) {
      globalThis.gc?.();
      samples[index]?.push(timeOf(candidate, runs[index] ?? 1));
    }
  }
  return samples.map((each, index) => summarize(candidates[index]?.name ?? "", each, samples[0] ?? each));
}

function runsPerRound(candidate: Candidate): number {
  let runs = 1;
  let spent = 0;
  let each = 0;
  while (spent < WARM_UP_NANOSECONDS) {
    each = timeOf(candidate, runs);
    spent += each * runs;
    runs *= 2;
  }
  return Math.max(1, Math.round(ROUND_NANOSECONDS / each));
}

let sink: unknown;

function timeOf(candidate: Candidate, runs: number): number {
  const start = process.hrtime.bigint();
  for (let index = 0; index < runs; index++) sink = candidate.run(index);
  const nanoseconds = Number(process.hrtime.bigint() - start);
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
