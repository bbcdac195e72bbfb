/**
 * `lychgate diff` without the reading of files: two versions of compiled policies compared, each time in a
 * fresh process. The rows below the first are the growth curve: one number doubled or halved at a time.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { type Measurement, summarize } from "./measure.ts";

const PROCESS = fileURLToPath(new URL("comparison-process.ts", import.meta.url));

const SIZES = [
  { groups: 1_000, routes: 500, changed: 1_000 },
  { groups: 1_000, routes: 500, changed: 1 },
  { groups: 500, routes: 500, changed: 500 },
  { groups: 2_000, routes: 500, changed: 2_000 },
  { groups: 1_000, routes: 250, changed: 1_000 },
  { groups: 1_000, routes: 1_000, changed: 1_000 },
] as const;

type Size = (typeof SIZES)[number];

const ROUNDS = 5;

export const comparison: Benchmark = {
  name: "comparison: all changes of two versions",
  question: "How does the time to compare two versions of all policies grow?",
  source: "comparison.ts",
  measurements: async () => {
    const samples = SIZES.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, size] of SIZES.entries()) samples[index]?.push(nanosecondsFor(size));
    }
    return samples.map((each, index): Measurement => {
      const size = SIZES[index] ?? SIZES[0];
      return summarize(nameOf(size), each, samples[0] ?? each);
    });
  },
};

function nameOf({ groups, routes, changed }: Size): string {
  return `${groups.toLocaleString("en")} groups, ${routes} routes, ${changed === groups ? "all" : changed} changed`;
}

function nanosecondsFor({ groups, routes, changed }: Size): number {
  const args = [PROCESS, groups, routes, changed].map(String);
  const { nanoseconds } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  return Number(nanoseconds);
}
