export interface ConcurrencyOptions {
  /** how many jobs are under way at once */
  concurrency: number;
  /** no job begins once it is aborted */
  signal?: AbortSignal | undefined;
}

/**
 * Runs jobs in their order, several at once. After the first fault no other job begins; those under way
 * end, then that fault is thrown. An aborted signal ends the run early without a fault.
 * @throws RangeError when `concurrency` is not a whole number of at least 1
 */
export async function runConcurrently<T>(
  jobs: readonly T[],
  { concurrency, signal }: ConcurrencyOptions,
  run: (job: T) => Promise<void>,
): Promise<void> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency should be a whole number of at least 1, came ${concurrency}`);
  }
  const queue = jobs.values();
  const faults: unknown[] = [];
  const work = async () => {
    for (const job of queue) {
      if (faults.length > 0 || signal?.aborted) return;
      await run(job).catch((fault: unknown) => faults.push(fault));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, work));
  if (faults.length > 0) throw faults[0];
}
