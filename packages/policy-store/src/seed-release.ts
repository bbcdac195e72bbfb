import { PolicyStoreError } from "./errors.ts";
import type { PolicyItem } from "./policy-item.ts";
import type { PolicyStore } from "./policy-store.ts";
import {
  countDifferences,
  type PendingRelease,
  type ReleaseEntry,
  type ReleaseGroup,
  type ReleaseHead,
  type ReleaseRef,
  readReleaseText,
  releaseIdOf,
  releaseTextOf,
} from "./release.ts";
import { baseMoved, notAdopted, releasePending, takenOver } from "./release-faults.ts";
import type { ReleaseStore } from "./release-store.ts";
import { applyPlan, type SeedOptions } from "./seed.ts";
import { planSeed, type SeedPlan, type SeedPlanOptions } from "./seed-plan.ts";
import { interrupted, type SeedResult } from "./seed-write.ts";

/** Requests under way at once, where there are no transactions. */
const CONCURRENCY = 48;

/** A policy table with its releases. */
export interface ReleaseTable {
  store: PolicyStore;
  releases: ReleaseStore;
}

/** What is to be done so that a release is in force. */
export interface ReleasePlan {
  /** the release's id */
  id: string;
  /** what the release holds */
  items: readonly PolicyItem[];
  /** the table's state, read before its items */
  head: ReleaseHead | undefined;
  seed: SeedPlan;
  options: SeedPlanOptions;
}

export interface ReleaseOptions extends SeedOptions {
  /** 48 unless given */
  concurrency?: number;
  /** the time for the history */
  now(): Date;
  commit?: string;
  author?: string;
  /** the id of the release that this one takes back */
  rollbackOf?: string;
  /** Begin although another release is not finished. Whoever seeds that one is stopped. */
  takeOver?: boolean;
  /** Seed a table that holds items but was never seeded. */
  adopt?: boolean;
}

/**
 * Reads the table and compares it with a release; writes nothing.
 * @throws what `planSeed` throws
 */
export async function planRelease(
  { store, releases }: ReleaseTable,
  items: readonly PolicyItem[],
  options: SeedPlanOptions = {},
): Promise<ReleasePlan> {
  // The state first: whoever writes items after it was read has claimed the table, and the claim is compared.
  const head = await releases.head();
  const seed = await planSeed(store, items, options);
  return { id: releaseIdOf(items), items, head, seed, options };
}

/** Whether there is nothing to do: the release is in force and the table holds what it says. */
export function isInForce({ id, head, seed }: ReleasePlan): boolean {
  return head?.current?.id === id && head.pending === undefined && countWrites(seed) === 0;
}

/**
 * Puts a release in force: claims the table, stores what the release is, writes the items that differ, and
 * enters the release as the current one. A run that ends early leaves the claim; running it again for the
 * same release finishes it. While a release is claimed no other is seeded. A release in force only reads.
 * @throws PolicyStoreError `NotAdopted`, `ReleasePending` and `BaseMoved` before anything is written;
 *   `TakenOver`, `Conflict`, `Interrupted` after; and what the stores throw
 */
export async function applyRelease(
  table: ReleaseTable,
  plan: ReleasePlan,
  options: ReleaseOptions,
): Promise<SeedResult> {
  if (isInForce(plan)) return { written: 0, alreadyDone: 0 };
  if (options.signal?.aborted) throw interrupted(0, countWrites(plan.seed), options.signal);
  const claim = await claimTable(table.releases, plan, options);
  if (claim === "finished") return { written: 0, alreadyDone: countWrites(plan.seed) };
  const seed = claim.tookOver ? await planSeed(table.store, plan.items, plan.options) : plan.seed;
  await storeRelease(table.releases, plan, claim, options);
  const result = await applyPlan(
    seed,
    (writes, writing) => table.releases.write(writes, claim.head.pending, writing),
    { concurrency: CONCURRENCY, ...options },
  );
  await finish(table.releases, claim);
  return result;
}

/** A table that is ours to write. */
interface Claim {
  head: ReleaseHead & { pending: PendingRelease };
  /** somebody else may have written items until now */
  tookOver: boolean;
}

async function claimTable(
  releases: ReleaseStore,
  plan: ReleasePlan,
  options: ReleaseOptions,
): Promise<Claim | "finished"> {
  const { id, head } = plan;
  if (head === undefined) expectOurs(plan.seed, options);
  if (head?.pending && head.pending.id !== id && !options.takeOver) throw releasePending(head.pending);
  if (isPendingFor(head, id)) return { head, tookOver: false };
  const pending = pendingOf(id, await nextSequence(releases, head), options);
  const claimed = { current: head?.current ?? null, pending };
  if (await releases.replaceHead(claimed, head)) {
    return { head: claimed, tookOver: head?.pending !== undefined };
  }
  return joinClaim(await releases.head(), plan);
}

/** Somebody else was first. If it is for the same release, and from the same one, we work together. */
function joinClaim(found: ReleaseHead | undefined, { id, head }: ReleasePlan): Claim | "finished" {
  const isSameBase = found?.current?.sequence === head?.current?.sequence;
  if (isSameBase && isPendingFor(found, id)) return { head: found, tookOver: head?.pending !== undefined };
  if (found?.current?.id === id && found.pending === undefined) return "finished";
  if (isSameBase && found?.pending) throw releasePending(found.pending);
  throw baseMoved(found);
}

function isPendingFor(
  head: ReleaseHead | undefined,
  id: string,
): head is ReleaseHead & { pending: PendingRelease } {
  return head?.pending?.id === id;
}

function expectOurs(seed: SeedPlan, { adopt = false }: ReleaseOptions): void {
  const held = seed.changed.length + seed.removed.length + seed.replaced.length + seed.unchanged;
  if (held > 0 && !adopt) throw notAdopted(held);
}

/** Every claim for another release has a number of its own, so that one that was lost is never taken for one that stands. */
async function nextSequence(releases: ReleaseStore, head: ReleaseHead | undefined): Promise<number> {
  if (head === undefined) return (await releases.lastSequence()) + 1;
  return Math.max(head.current?.sequence ?? 0, head.pending?.sequence ?? 0) + 1;
}

function pendingOf(id: string, sequence: number, { now, author }: ReleaseOptions): PendingRelease {
  const claimedAt = now().toISOString();
  return author === undefined ? { id, sequence, claimedAt } : { id, sequence, claimedAt, claimedBy: author };
}

/** Stores what a roll-back to this release will need, and its entry of the history. */
async function storeRelease(
  releases: ReleaseStore,
  { id, items }: ReleasePlan,
  { head: { current, pending } }: Claim,
  options: ReleaseOptions,
): Promise<void> {
  const before = current === null ? undefined : await groupsOf(releases, current.id);
  const stored = new Set(before?.map(({ revision }) => revision));
  const added = items.filter(({ revision }) => !stored.has(revision));
  await releases.addPolicies(new Map(added.map(({ revision, policy }) => [revision, policy])));
  if (before === undefined || current?.id !== id) await releases.addReleaseText(id, releaseTextOf(items));
  await releases.addEntry(entryOf(pending, current, countDifferences(before ?? [], items), options));
}

/** What the release in force holds. Where that is lost, it must not keep another one from being seeded. */
async function groupsOf(releases: ReleaseStore, id: string): Promise<ReleaseGroup[] | undefined> {
  try {
    const text = await releases.releaseText(id);
    return text === undefined ? undefined : readReleaseText(id, text);
  } catch (error) {
    if (error instanceof PolicyStoreError && error.code === "Malformed") return undefined;
    throw error;
  }
}

function entryOf(
  { id, sequence, claimedAt }: PendingRelease,
  previous: ReleaseRef | null,
  counts: Pick<ReleaseEntry, "added" | "changed" | "removed">,
  { commit, author, rollbackOf }: ReleaseOptions,
): ReleaseEntry {
  return {
    id,
    sequence,
    createdAt: claimedAt,
    ...(commit !== undefined && { commit }),
    ...(author !== undefined && { author }),
    ...(previous !== null && { previous }),
    ...(rollbackOf !== undefined && { rollbackOf }),
    ...counts,
  };
}

async function finish(releases: ReleaseStore, { head }: Claim): Promise<void> {
  const { id, sequence } = head.pending;
  if (await releases.replaceHead({ current: { id, sequence } }, head)) return;
  const found = await releases.head();
  // Somebody who seeded the same release may have finished it, or our own answer was lost.
  if (found?.current?.sequence !== sequence) throw takenOver(head.pending);
}

/** How many items a plan writes. */
export function countWrites({ added, changed, removed, replaced }: SeedPlan): number {
  return added.length + changed.length + removed.length + replaced.length;
}
