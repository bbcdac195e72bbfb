/** The deny list: who is refused although the token is good, whatever the policies say. */
import { RESERVED_KEYS } from "./attributes.ts";
import { malformed, type PolicyItem } from "./policy-item.ts";

/** What an entry names: one user, the tokens of one sign-in, or all tokens of one client. */
export const DENY_KINDS = ["sub", "origin_jti", "client"] as const;

export type DenyKind = (typeof DENY_KINDS)[number];

export interface DenySubject {
  kind: DenyKind;
  value: string;
}

export interface DenyEntry extends DenySubject {
  /** epoch seconds from which the entry says nothing any more; without it, it stands until it is removed */
  until?: number;
  reason?: string;
  /** ISO 8601 */
  createdAt?: string;
}

/** What a table says of one caller. */
export interface CallerItems {
  /** policies by group, as `PolicyStore.get` gives them */
  policies: Map<string, PolicyItem>;
  /** the entries that name the caller, those whose time is over among them */
  denied: DenyEntry[];
}

/**
 * The deny list of a policy table. Every method throws PolicyStoreError; an entry that cannot be read is
 * `Malformed` and never taken for absent.
 */
export interface DenyList {
  /** Reads policies and entries together, so that asking for both takes no longer than asking for one. */
  getWith(groups: readonly string[], subjects: readonly DenySubject[]): Promise<CallerItems>;
  /** All entries in no particular order. */
  list(): AsyncIterable<DenyEntry>;
  /** Adds an entry, in the place of the one for the same subject. */
  put(entry: DenyEntry): Promise<void>;
  /** Removes an entry, one that cannot be read too. @returns whether there was one */
  remove(subject: DenySubject): Promise<boolean>;
}

/** OpenID Connect allows a `sub` of 255 characters, before which an issuer's name may stand. */
const LONGEST_VALUE = 512;

/** Whether a deny list can name it; a token with a value that it cannot name is not to be let in. */
export function isDenyValue(value: string): boolean {
  return value !== "" && value.length <= LONGEST_VALUE && value.isWellFormed();
}

/** @throws PolicyStoreError `Malformed` when the value cannot be a part of a key */
export function denyKeyOf({ kind, value }: DenySubject): string {
  const key = RESERVED_KEYS.deny(kind, value);
  if (isDenyValue(value)) return key;
  throw malformed(key, `expected a value of 1 to ${LONGEST_VALUE} characters`);
}

/** Reads a key; `undefined` when it is none of the deny list. */
export function denySubjectOf(key: string): DenySubject | undefined {
  for (const kind of DENY_KINDS) {
    const prefix = RESERVED_KEYS.deny(kind, "");
    if (key.startsWith(prefix)) return { kind, value: key.slice(prefix.length) };
  }
  return undefined;
}

/** Whether an entry still says anything. @param now in epoch milliseconds */
export function isInEffect({ until }: DenyEntry, now: number): boolean {
  return until === undefined || now < until * 1000;
}
