/** Releases: what a seeding makes true. Nothing here needs a table. */
import { revisionOf } from "@lychgate/policy";
import { PolicyStoreError, quote } from "./errors.ts";
import type { PolicyItem } from "./policy-item.ts";

/** What of a policy item makes a release. */
export type ReleaseGroup = Pick<PolicyItem, "group" | "revision" | "description" | "usageTier">;

/** A release's place in the history of the table. */
export interface ReleaseRef {
  /** the release's id: what it holds */
  id: string;
  /** which claim of the table it was seeded under; it grows, and numbers may be missing */
  sequence: number;
}

/** The state of the table. */
export interface ReleaseHead {
  /** the release in force; `null` until the first one is finished */
  current: ReleaseRef | null;
  /** the release that is being seeded, or whose seeding was interrupted */
  pending?: PendingRelease;
}

export interface PendingRelease extends ReleaseRef {
  /** ISO 8601 */
  claimedAt: string;
  claimedBy?: string;
}

/** An entry of the history. */
export interface ReleaseEntry extends ReleaseRef {
  /** ISO 8601 */
  createdAt: string;
  commit?: string;
  author?: string;
  /** the release that was in force before; absent for the first */
  previous?: ReleaseRef;
  /** the id of the release that this one took back */
  rollbackOf?: string;
  /** how many groups differ from the previous release */
  added: number;
  changed: number;
  removed: number;
}

/** A release's id: the SHA-256 of its text, 64 hexadecimal digits in lower case. */
export function releaseIdOf(items: Iterable<ReleaseGroup>): string {
  return revisionOf(releaseTextOf(items));
}

/**
 * The canonical text of a release: JSON of `[group, revision, description]` for each group, sorted by group. A
 * group's usage tier comes fourth; without one, nothing does.
 */
export function releaseTextOf(items: Iterable<ReleaseGroup>): string {
  const rows = [...items].sort((a, b) => (a.group < b.group ? -1 : 1));
  return JSON.stringify(
    rows.map(({ group, revision, description, usageTier }) => [
      group,
      revision,
      description ?? null,
      ...(usageTier === undefined ? [] : [usageTier]),
    ]),
  );
}

/**
 * Reads the canonical text of a release.
 * @throws PolicyStoreError `Malformed` when it is not the text of the release with this id
 */
export function readReleaseText(id: string, text: string): ReleaseGroup[] {
  if (revisionOf(text) !== id)
    throw malformedRelease(id, "its list of groups is not the one that its id names");
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw malformedRelease(id, "expected a list of groups");
  return rows.map((row: unknown) => readRow(id, row));
}

function readRow(id: string, row: unknown): ReleaseGroup {
  const [group, revision, description, usageTier, ...others]: unknown[] = Array.isArray(row) ? row : [];
  if (typeof group !== "string" || typeof revision !== "string") {
    throw malformedRelease(id, "expected a group and its revision");
  }
  if (description !== null && typeof description !== "string")
    throw malformedRelease(id, "expected a description to be a string");
  if ((usageTier !== undefined && typeof usageTier !== "string") || others.length > 0)
    throw malformedRelease(id, "expected nothing but a usage tier after a description");
  return {
    group,
    revision,
    ...(description !== null && { description }),
    ...(usageTier !== undefined && { usageTier }),
  };
}

/**
 * Expects a release to be the one that was reviewed.
 * @param expected its id or the first digits of it
 * @throws PolicyStoreError `UnexpectedRelease`
 */
export function expectRelease(id: string, expected: string): void {
  if (expected !== "" && id.startsWith(expected)) return;
  throw new PolicyStoreError(
    "UnexpectedRelease",
    `expected the release ${quote(expected)}, came ${quote(id)}`,
  );
}

/** How many groups differ between two releases. */
export function countDifferences(
  before: readonly ReleaseGroup[],
  after: readonly ReleaseGroup[],
): Pick<ReleaseEntry, "added" | "changed" | "removed"> {
  const old = new Map(before.map((each) => [each.group, each]));
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const { group, revision, description, usageTier } of after) {
    const was = old.get(group);
    if (was === undefined) counts.added += 1;
    else if (was.revision !== revision || was.description !== description || was.usageTier !== usageTier)
      counts.changed += 1;
    old.delete(group);
  }
  return { ...counts, removed: old.size };
}

export function malformedRelease(id: string, why: string, cause?: unknown): PolicyStoreError {
  return new PolicyStoreError("Malformed", `release ${quote(id)}: ${why}`, { cause });
}

/** Whether two readings of the table's state are the same; the numbers of claims tell. */
export function isSameHead(a: ReleaseHead | undefined, b: ReleaseHead | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.current?.sequence === b.current?.sequence && a.pending?.sequence === b.pending?.sequence;
}
