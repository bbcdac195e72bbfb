import type { Measurement } from "./measure.ts";

/** One thing that is measured; `run` does it once, on the input of that number. */
export interface Candidate {
  name: string;
  run: (index: number) => unknown;
  /** Whether `run` gives promises; each is awaited before the next run. */
  isAsync?: boolean;
  /** How often a run asks a server, where that was counted. */
  roundTrips?: number;
}

/** What a candidate is held to: its ratio to the first one, or its round trips. */
export interface Target {
  says: string;
  /** The candidate's name. */
  of: string;
  atMost?: number;
  atLeast?: number;
  roundTrips?: number;
}

/** Candidates that do the same work; the ratios are to the first of them. */
export type Benchmark = {
  name: string;
  /** What its chart answers. */
  question: string;
  /** The file of bench/src that measures it. */
  source: string;
  targets?: readonly Target[];
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
