/** One thing that is measured; `run` does it once, on the input of that number. */
export interface Candidate {
  name: string;
  run: (index: number) => unknown;
}

/** Candidates that do the same work; the ratios are to the first of them. */
export interface Benchmark {
  name: string;
  /** Makes the candidates, having checked that they agree. Throws when they do not. */
  candidates: () => Promise<readonly Candidate[]>;
}
