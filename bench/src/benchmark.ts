import type { Measurement } from "./measure.ts";

/** One thing that is measured; `run` does it once, on the input of that number. */
export interface Candidate {
  name: string;
  run: (index: number) => unknown;
}

/** Candidates that do the same work; the ratios are to the first of them. */
export type Benchmark = {
  name: string;
} & (
  | {
      /** Makes the candidates, having checked that they agree. Throws when they do not. */
      candidates: () => Promise<readonly Candidate[]>;
    }
  | {
      /** Measures them itself, because they wait for others. Throws when they do not agree. */
      measurements: () => Promise<Measurement[]>;
    }
);
