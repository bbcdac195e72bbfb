import { PolicyStoreError, quote } from "./errors.ts";
import { checkPolicyItem, type PolicyItem } from "./policy-item.ts";
import { malformedRelease, type ReleaseEntry, type ReleaseHead, readReleaseText } from "./release.ts";
import type { ReleaseStore } from "./release-store.ts";

/** How many entries are asked for at once. */
const ENTRIES_PER_READ = 100;

export interface ReleaseHistory {
  head: ReleaseHead | undefined;
  /** the releases that came in force, the newest first */
  releases: ReleaseEntry[];
}

/**
 * Lists the releases that came in force; those that were begun and given up are left out.
 * @param limit how many at most
 * @throws PolicyStoreError `Malformed` when an entry is missing
 */
export async function listReleases(store: ReleaseStore, limit = Infinity): Promise<ReleaseHistory> {
  const head = await store.head();
  const releases: ReleaseEntry[] = [];
  let next = head?.current ?? undefined;
  let read = new Map<number, ReleaseEntry>();
  while (next !== undefined && releases.length < limit) {
    if (!read.has(next.sequence)) read = await store.entries(numbersUpTo(next.sequence));
    const entry = read.get(next.sequence);
    if (entry?.id !== next.id) throw malformedRelease(next.id, `its entry ${next.sequence} is missing`);
    releases.push(entry);
    next = entry.previous;
  }
  return { head, releases };
}

function numbersUpTo(last: number): number[] {
  const first = Math.max(1, last - ENTRIES_PER_READ + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => last - index);
}

/**
 * Finds a release that was in force once.
 * @param prefix its id or the first digits of it
 * @returns its id
 * @throws PolicyStoreError `UnknownRelease` when there is none, or more than one
 */
export async function findRelease(store: ReleaseStore, prefix: string): Promise<string> {
  const { releases } = await listReleases(store);
  const [first, second] = new Set(releases.map(({ id }) => id).filter((id) => id.startsWith(prefix)));
  if (first === undefined) {
    throw new PolicyStoreError("UnknownRelease", `no release of this table begins with ${quote(prefix)}`);
  }
  if (second === undefined) return first;
  const both = `${quote(first)} and ${quote(second)}`;
  throw new PolicyStoreError("UnknownRelease", `expected one release, ${both} begin with ${quote(prefix)}`);
}

/**
 * Reads what a release holds from the table alone, and verifies it.
 * @throws PolicyStoreError `UnknownRelease`; `Malformed` when a part of it is missing or is not what its hash names
 */
export async function readRelease(store: ReleaseStore, id: string): Promise<PolicyItem[]> {
  const text = await store.releaseText(id);
  if (text === undefined)
    throw new PolicyStoreError("UnknownRelease", `the table has no release ${quote(id)}`);
  const groups = readReleaseText(id, text);
  const policies = await store.policies([...new Set(groups.map(({ revision }) => revision))]);
  return groups.map((group) => {
    const policy = policies.get(group.revision);
    if (policy === undefined) throw malformedRelease(id, `the policy ${quote(group.revision)} is missing`);
    return checkPolicyItem({ ...group, policy });
  });
}
