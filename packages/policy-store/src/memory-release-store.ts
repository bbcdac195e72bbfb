import type { PolicyStore } from "./policy-store.ts";
import { isSameHead, type ReleaseEntry, type ReleaseHead, type ReleaseRef } from "./release.ts";
import { takenOver } from "./release-faults.ts";
import type { ReleaseStore } from "./release-store.ts";
import { runConcurrently } from "./run-concurrently.ts";
import { carryOut, type SeedResult } from "./seed-write.ts";

/** Releases in memory, beside the policies of a store. */
export function createMemoryReleaseStore(store: PolicyStore): ReleaseStore {
  let head: ReleaseHead | undefined;
  const entries = new Map<number, ReleaseEntry>();
  const texts = new Map<string, string>();
  const policies = new Map<string, string>();
  const expectClaim = (claim: ReleaseRef) => {
    if (head?.pending?.sequence !== claim.sequence) throw takenOver(claim);
  };
  return {
    head: async () => structuredClone(head),
    async replaceHead(next, seen) {
      if (!isSameHead(head, seen)) return false;
      head = structuredClone(next);
      return true;
    },
    entries: async (sequences) => pick(entries, sequences),
    lastSequence: async () => Math.max(0, ...entries.keys()),
    async addEntry(entry) {
      if (!entries.has(entry.sequence)) entries.set(entry.sequence, structuredClone(entry));
    },
    releaseText: async (id) => texts.get(id),
    async addReleaseText(id, text) {
      texts.set(id, text);
    },
    policies: async (revisions) => pick(policies, revisions),
    async addPolicies(added) {
      for (const [revision, policy] of added) policies.set(revision, policy);
    },
    async write(writes, claim, { concurrency, signal, onWritten }) {
      const result: SeedResult = { written: 0, alreadyDone: 0 };
      await runConcurrently(writes, { concurrency, signal }, async (write) => {
        expectClaim(claim);
        result[await carryOut(store, write)] += 1;
        onWritten?.(1);
      });
      return result;
    },
  };
}

function pick<K, V>(map: ReadonlyMap<K, V>, keys: readonly K[]): Map<K, V> {
  const found = new Map<K, V>();
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) found.set(key, structuredClone(value));
  }
  return found;
}
