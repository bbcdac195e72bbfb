import type { ReleaseEntry, ReleaseHead, ReleaseRef } from "./release.ts";
import type { SeedResult, SeedWrite } from "./seed-write.ts";

export interface GroupWriteOptions {
  /** how many writes are under way at once, where they are not made in transactions */
  concurrency: number;
  /** stops between writes, without a fault */
  signal?: AbortSignal | undefined;
  /** is told after each write, or each transaction of some, how many there were */
  onWritten?(count: number): void;
}

/**
 * What the policy table holds beside policies: its state, the history of its releases and what they were.
 * Content is stored under the hash of it, so that storing it again changes nothing.
 *
 * Whatever keeps the store from knowing is a PolicyStoreError; `Malformed` is what cannot be read.
 */
export interface ReleaseStore {
  /** The state as it is now; `undefined` for a table that was never seeded. */
  head(): Promise<ReleaseHead | undefined>;

  /** Replaces the state by another if it still is what was seen. @returns whether it was */
  replaceHead(next: ReleaseHead, seen: ReleaseHead | undefined): Promise<boolean>;

  /** Entries of the history by their numbers; the Map lacks those that are absent. */
  entries(sequences: readonly number[]): Promise<Map<number, ReleaseEntry>>;

  /** The highest number of an entry; 0 when there is none. Reads the whole table. */
  lastSequence(): Promise<number>;

  /** Adds an entry, unless there is one with its number: that one stays. */
  addEntry(entry: ReleaseEntry): Promise<void>;

  /** The canonical text of a release; `undefined` when it is not stored. */
  releaseText(id: string): Promise<string | undefined>;

  addReleaseText(id: string, text: string): Promise<void>;

  /** Policies by their revisions, unverified; the Map lacks those that are absent. */
  policies(revisions: readonly string[]): Promise<Map<string, string>>;

  addPolicies(policies: ReadonlyMap<string, string>): Promise<void>;

  /**
   * Carries out writes of policy items, each conditional on its base, in their order or several at once,
   * while the table is claimed as given. Where the table has transactions no write is made after the claim
   * was lost; elsewhere the claim is looked at between the writes.
   * @throws PolicyStoreError `Conflict` with the group, `TakenOver`
   */
  write(writes: readonly SeedWrite[], claim: ReleaseRef, options: GroupWriteOptions): Promise<SeedResult>;
}
