/** The tool's own items as DynamoDB stores them. */
import { RELEASE_ATTRIBUTES as A, RESERVED_KEYS } from "./attributes.ts";
import { malformed } from "./policy-item.ts";
import type { PendingRelease, ReleaseEntry, ReleaseHead, ReleaseRef } from "./release.ts";
import { groupOf, keyOf, type StoredItem } from "./stored-item.ts";

/** Three bytes of UTF-8 a code unit at most, below DynamoDB's 400 KB an item. */
const UNITS_PER_PART = 120_000;

/** Far more than any release has. */
const MOST_PARTS = 10_000;

export function encodeHead({ current, pending }: ReleaseHead): StoredItem {
  return {
    ...keyOf(RESERVED_KEYS.head),
    ...texts({
      [A.id]: current?.id,
      [A.sequence]: current?.sequence,
      [A.pending]: pending?.id,
      [A.pendingSequence]: pending?.sequence,
      [A.claimedAt]: pending?.claimedAt,
      [A.claimedBy]: pending?.claimedBy,
    }),
  };
}

/** @throws PolicyStoreError `Malformed` */
export function decodeHead(stored: StoredItem): ReleaseHead {
  const current = refOf(stored, A.id, A.sequence) ?? null;
  const pending = refOf(stored, A.pending, A.pendingSequence);
  return pending === undefined ? { current } : { current, pending: claimOf(stored, pending) };
}

function claimOf(stored: StoredItem, pending: ReleaseRef): PendingRelease {
  const claimedBy = textOf(stored, A.claimedBy);
  const claim = { ...pending, claimedAt: expectText(stored, A.claimedAt) };
  return claimedBy === undefined ? claim : { ...claim, claimedBy };
}

export function encodeEntry(entry: ReleaseEntry): StoredItem {
  const { previous, ...own } = entry;
  return {
    ...keyOf(RESERVED_KEYS.entry(entry.sequence)),
    ...texts({ ...own, [A.previous]: previous?.id, [A.previousSequence]: previous?.sequence }),
  };
}

/** @throws PolicyStoreError `Malformed` */
export function decodeEntry(stored: StoredItem): ReleaseEntry {
  const commit = textOf(stored, A.commit);
  const author = textOf(stored, A.author);
  const previous = refOf(stored, A.previous, A.previousSequence);
  const rollbackOf = textOf(stored, A.rollbackOf);
  return {
    id: expectText(stored, A.id),
    sequence: expectNumber(stored, A.sequence),
    createdAt: expectText(stored, A.createdAt),
    ...(commit !== undefined && { commit }),
    ...(author !== undefined && { author }),
    ...(previous !== undefined && { previous }),
    ...(rollbackOf !== undefined && { rollbackOf }),
    added: expectNumber(stored, A.added),
    changed: expectNumber(stored, A.changed),
    removed: expectNumber(stored, A.removed),
  };
}

/** The text of a release in parts that each fit into an item; the first says how many there are. */
export function encodeReleaseText(id: string, text: string): StoredItem[] {
  const parts = partsOf(text);
  return parts.map((part, index) => ({
    ...keyOf(RESERVED_KEYS.manifest(id, index)),
    ...texts({ [A.text]: part, [A.parts]: index === 0 ? parts.length : undefined }),
  }));
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + UNITS_PER_PART);
    if (isHighSurrogate(text, end - 1)) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function encodePolicy(revision: string, policy: string): StoredItem {
  return { ...keyOf(RESERVED_KEYS.policy(revision)), ...texts({ [A.text]: policy }) };
}

export function partCountOf(stored: StoredItem): number {
  const count = expectNumber(stored, A.parts);
  if (count >= 1 && count <= MOST_PARTS) return count;
  throw malformed(groupOf(stored), `expected 1 to ${MOST_PARTS} parts, came ${count}`);
}

/** The text of a part or a policy. @throws PolicyStoreError `Malformed` */
export function contentOf(stored: StoredItem): string {
  return expectText(stored, A.text);
}

function texts(values: Record<string, string | number | undefined>): StoredItem {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, { S: String(value) }]));
}

function refOf(stored: StoredItem, id: string, sequence: string): ReleaseRef | undefined {
  const found = textOf(stored, id);
  return found === undefined ? undefined : { id: found, sequence: expectNumber(stored, sequence) };
}

function textOf(stored: StoredItem, attribute: string): string | undefined {
  return stored[attribute] === undefined ? undefined : expectText(stored, attribute);
}

function expectText(stored: StoredItem, attribute: string): string {
  const text = stored[attribute]?.S;
  if (typeof text === "string") return text;
  throw malformed(groupOf(stored), `attribute \`${attribute}\` should be of type \`S\``);
}

function expectNumber(stored: StoredItem, attribute: string): number {
  const text = expectText(stored, attribute);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw malformed(groupOf(stored), `attribute \`${attribute}\` should be a whole number`);
}
