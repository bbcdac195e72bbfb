/** What a seeding would write, for people and for programs. */
import type { ReleaseHead, ReleasePlan, SeedPlan } from "@lychgate/policy-store";

/** What is done to which group. */
export function planSummary({ id, seed }: ReleasePlan): object {
  const { added, changed, removed, replaced, unchanged } = seed;
  return {
    release: id,
    added: added.map(({ group, revision }) => ({ group, revision })),
    changed: changed.map(({ item, base }) => ({ group: item.group, revision: item.revision, base })),
    removed: removed.map(({ group, revision }) => ({ group, revision })),
    replaced: replaced.map(({ group, reason }) => ({ group, reason })),
    unchanged,
  };
}

/** A line for each group, with the revisions' first digits, and one that counts them. */
export function formatPlan({ added, changed, removed, replaced, unchanged }: SeedPlan): string {
  return [
    ...added.map(({ group, revision }) => `+ ${group}  ${short(revision)}`),
    ...changed.map(({ item, base }) => `~ ${item.group}  ${short(base)} → ${short(item.revision)}`),
    ...replaced.map(
      ({ group, item }) => `! ${group}  malformed → ${item ? short(item.revision) : "removed"}`,
    ),
    ...removed.map(({ group, revision }) => `- ${group}  ${short(revision)}`),
    `${added.length} added, ${changed.length} changed, ${replaced.length} replaced, ${removed.length} removed, ${unchanged} unchanged`,
  ].join("\n");
}

/** A line that says that a seeding is not finished, where one is. */
export function pendingLines(head: ReleaseHead | undefined): string[] {
  if (head?.pending === undefined) return [];
  const { id, claimedAt, claimedBy } = head.pending;
  const by = claimedBy === undefined ? "" : ` by ${claimedBy}`;
  return [oneLine(`pending ${id}, begun at ${claimedAt}${by}`)];
}

/** Text from the table for a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}

/** The first digits of a hash. */
export function short(hash: string): string {
  return hash.slice(0, 12);
}
