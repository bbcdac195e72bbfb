import { PolicyStoreError, quote } from "./errors.ts";
import type { PolicyItem } from "./policy-item.ts";
import type { PolicyStore } from "./policy-store.ts";
import { runConcurrently } from "./run-concurrently.ts";
import type { SeedPlan } from "./seed-plan.ts";

const CONCURRENCY = 8;

export interface SeedOptions {
  /** how many writes are under way at once; 8 unless given */
  concurrency?: number;
  /** is told after each write */
  onProgress?(done: number, total: number): void;
  /** stops the run: writes that are under way end, no other begins */
  signal?: AbortSignal;
}

/** How many writes were made, and how many were not needed because somebody had already made them. */
export interface SeedResult {
  written: number;
  alreadyDone: number;
}

/** One write: an item to be put or, for `null`, removed, where the table holds `base`. */
type SeedWrite =
  | { group: string; item: PolicyItem; base: string | null }
  | { group: string; item: null; base: string };

/**
 * Carries a plan out. Items are overwritten in place and removals come last, so that no group of both the
 * old and the new table is ever absent. Each write is conditional on what the plan saw. A run that ends
 * early, for whatever reason, leaves a table of old and new items: a new plan holds what is left to do.
 * @throws PolicyStoreError `Conflict` when somebody else has changed a group since the plan was made;
 *   `Interrupted` when the signal stopped it; and what the store throws. Writes under way end before.
 * @throws RangeError when `concurrency` is not a whole number of at least 1
 */
export async function applySeed(
  store: PolicyStore,
  plan: SeedPlan,
  { concurrency = CONCURRENCY, onProgress, signal }: SeedOptions = {},
): Promise<SeedResult> {
  const phases = [putsOf(plan), removalsOf(plan)];
  const total = phases.flat().length;
  const result: SeedResult = { written: 0, alreadyDone: 0 };
  const done = () => result.written + result.alreadyDone;
  for (const writes of phases) {
    await runConcurrently(writes, { concurrency, signal }, async (write) => {
      result[await carryOut(store, write)] += 1;
      onProgress?.(done(), total);
    });
    if (done() < total && signal?.aborted) throw interrupted(done(), total, signal);
  }
  return result;
}

function putsOf(plan: SeedPlan): SeedWrite[] {
  return [
    ...plan.added.map((item) => ({ group: item.group, item, base: null })),
    ...plan.changed.map(({ item, base }) => ({ group: item.group, item, base })),
    ...plan.replaced.flatMap(({ group, item, base }) => (item === null ? [] : [{ group, item, base }])),
  ];
}

function removalsOf(plan: SeedPlan): SeedWrite[] {
  return [
    ...plan.removed.map(({ group, revision }) => ({ group, item: null, base: revision })),
    ...plan.replaced.flatMap(({ group, item, base }) => (item === null ? [{ group, item, base }] : [])),
  ];
}

async function carryOut(store: PolicyStore, write: SeedWrite): Promise<keyof SeedResult> {
  try {
    if (write.item !== null) await store.put(write.item, write.base);
    else await store.remove(write.group, write.base);
    return "written";
  } catch (error) {
    if (!(error instanceof PolicyStoreError) || error.code !== "Conflict") throw error;
    if (error.current === (write.item?.revision ?? null)) return "alreadyDone";
    throw changedMeanwhile(write.group, error);
  }
}

function changedMeanwhile(group: string, cause: PolicyStoreError): PolicyStoreError {
  const message = `group ${quote(group)} was changed by somebody else since the plan was made: plan again`;
  const known = cause.current === undefined ? {} : { current: cause.current };
  return new PolicyStoreError("Conflict", message, { group, cause, ...known });
}

function interrupted(done: number, total: number, signal: AbortSignal): PolicyStoreError {
  const message = `seeding was stopped after ${done} of ${total} writes: plan again to finish it`;
  return new PolicyStoreError("Interrupted", message, { cause: signal.reason });
}
