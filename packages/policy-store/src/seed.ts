import type { PolicyStore } from "./policy-store.ts";
import type { GroupWriteOptions } from "./release-store.ts";
import { runConcurrently } from "./run-concurrently.ts";
import type { SeedPlan } from "./seed-plan.ts";
import { carryOut, interrupted, putsOf, removalsOf, type SeedResult, type SeedWrite } from "./seed-write.ts";

const CONCURRENCY = 8;

export interface SeedOptions {
  /** how many writes are under way at once, where they are not made in transactions; 8 unless given */
  concurrency?: number;
  /** is told after each write, or after each transaction of some */
  onProgress?(done: number, total: number): void;
  /** stops the run: writes that are under way end, no other begins */
  signal?: AbortSignal;
}

/** Carries out conditional writes of policy items. */
export type WriteGroups = (writes: readonly SeedWrite[], options: GroupWriteOptions) => Promise<SeedResult>;

/**
 * Carries a plan out on a table that keeps no releases and that nobody else seeds; `applyRelease` is for all
 * others. Items are overwritten in place and removals come last, so that no group of both the old and the
 * new table is ever absent. Each write is conditional on what the plan saw. A run that ends
 * early, for whatever reason, leaves a table of old and new items: a new plan holds what is left to do.
 * @throws PolicyStoreError `Conflict` when somebody else has changed a group since the plan was made;
 *   `Interrupted` when the signal stopped it; and what the store throws. Writes under way end before.
 * @throws RangeError when `concurrency` is not a whole number of at least 1
 */
export function applySeed(store: PolicyStore, plan: SeedPlan, options?: SeedOptions): Promise<SeedResult> {
  return applyPlan(plan, (writes, writing) => writeSingly(store, writes, writing), options);
}

/** Carries a plan out by the given writes: first all that it puts, then all that it removes. */
export async function applyPlan(
  plan: SeedPlan,
  write: WriteGroups,
  { concurrency = CONCURRENCY, onProgress, signal }: SeedOptions = {},
): Promise<SeedResult> {
  const phases = [putsOf(plan), removalsOf(plan)];
  const total = phases.flat().length;
  const result: SeedResult = { written: 0, alreadyDone: 0 };
  let told = 0;
  const onWritten = (count: number) => {
    told += count;
    onProgress?.(told, total);
  };
  for (const writes of phases) {
    const { written, alreadyDone } = await write(writes, { concurrency, signal, onWritten });
    result.written += written;
    result.alreadyDone += alreadyDone;
    const done = result.written + result.alreadyDone;
    if (done < total && signal?.aborted) throw interrupted(done, total, signal);
  }
  return result;
}

/** Carries writes out one by one, several at once. */
export async function writeSingly(
  store: PolicyStore,
  writes: readonly SeedWrite[],
  { concurrency, signal, onWritten }: GroupWriteOptions,
): Promise<SeedResult> {
  const result: SeedResult = { written: 0, alreadyDone: 0 };
  await runConcurrently(writes, { concurrency, signal }, async (write) => {
    result[await carryOut(store, write)] += 1;
    onWritten?.(1);
  });
  return result;
}
