/** The attributes of a policy item in the table; `group` is the partition key. All of them are strings (`S`). */
export const ATTRIBUTES = {
  group: "group",
  policy: "policy",
  revision: "revision",
  description: "description",
  usageTier: "usageTier",
} as const;

/** Groups that begin so are the tool's own items: never looked up, listed, written or removed as policies. */
export const RESERVED_PREFIX = "$lychgate/";

/** The keys of the tool's own items. */
export const RESERVED_KEYS = {
  /** which release is in force, and which is being seeded */
  head: `${RESERVED_PREFIX}head`,
  /** one entry of the history */
  entry: (sequence: number) => `${RESERVED_PREFIX}release/${sequence}`,
  /** a part of the list of a release's groups */
  manifest: (id: string, part: number) => `${RESERVED_PREFIX}manifest/${id}/${part}`,
  /** a policy's text, by its content */
  policy: (revision: string) => `${RESERVED_PREFIX}policy/${revision}`,
  /** who is refused whatever the policies say: a kind of name and the name */
  deny: (kind: string, value: string) => `${RESERVED_PREFIX}deny/${kind}/${value}`,
} as const;

/** The attributes of an entry of the deny list beside `group`: `until` is a number (`N`), the others are strings. */
export const DENY_ATTRIBUTES = {
  until: "until",
  reason: "reason",
  createdAt: "createdAt",
} as const;

/** The attributes of the tool's own items beside `group`. All of them are strings (`S`), numbers in decimal. */
export const RELEASE_ATTRIBUTES = {
  id: "id",
  sequence: "sequence",
  pending: "pending",
  pendingSequence: "pendingSequence",
  claimedAt: "claimedAt",
  claimedBy: "claimedBy",
  createdAt: "createdAt",
  commit: "commit",
  author: "author",
  previous: "previous",
  previousSequence: "previousSequence",
  rollbackOf: "rollbackOf",
  added: "added",
  changed: "changed",
  removed: "removed",
  parts: "parts",
  text: "text",
} as const;

/**
 * DynamoDB's longest partition key, in bytes of UTF-8.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const LONGEST_KEY = 2048;

/**
 * Whether a policy item may stand under this name. A name with a lone surrogate may not: UTF-8 cannot
 * carry it, so it would reach the table as another name.
 */
export function isPolicyGroup(group: string): boolean {
  return (
    group !== "" &&
    !group.startsWith(RESERVED_PREFIX) &&
    group.isWellFormed() &&
    Buffer.byteLength(group) <= LONGEST_KEY
  );
}
