import { revisionOf } from "@lychgate/policy";
import { isPolicyGroup, RESERVED_PREFIX } from "./attributes.ts";
import { PolicyStoreError, quote } from "./errors.ts";

/** What the table holds for one group. */
export interface PolicyItem {
  /** the group's exact name */
  group: string;
  /** a canonical policy document as JSON text */
  policy: string;
  /** SHA-256 of `policy` in lower-case hex */
  revision: string;
  description?: string;
  /** the usage tier of the group's members */
  usageTier?: string;
}

/** As `GroupPolicy` has it. */
const USAGE_TIER = /^[a-z][a-z0-9-]{0,31}$/;

/** An item of the table that is not what it should be, as `list` reports it. */
export interface MalformedItem {
  group: string;
  /** what `put` and `remove` take as the base, so that exactly what was seen is replaced */
  base: string;
  error: PolicyStoreError;
}

/**
 * Checks that an item may stand in the table: its group's name can be stored, its policy is a JSON object,
 * its revision is the hash of its policy and its usage tier is a name of one.
 * @throws PolicyStoreError `Malformed`
 */
export function checkPolicyItem(item: PolicyItem): PolicyItem {
  checkGroup(item.group);
  if (item.usageTier !== undefined && !USAGE_TIER.test(item.usageTier))
    throw malformed(item.group, `usageTier should be a name such as \`gold\`, came ${quote(item.usageTier)}`);
  if (!isJsonObject(item.policy)) throw malformed(item.group, "policy is not the JSON text of an object");
  const expected = revisionOf(item.policy);
  if (item.revision !== expected) {
    throw malformed(
      item.group,
      `revision should be the SHA-256 of the policy, ${quote(expected)}, came ${quote(item.revision)}`,
    );
  }
  return item;
}

/** @throws PolicyStoreError `Malformed` when no policy item may have this name */
export function checkGroup(group: string): void {
  if (isPolicyGroup(group)) return;
  const expected = `a name of 1 to 2048 bytes that does not begin with ${quote(RESERVED_PREFIX)}`;
  throw malformed(group, `group should be ${expected}`);
}

export function malformed(group: string, why: string, cause?: unknown): PolicyStoreError {
  return new PolicyStoreError("Malformed", `policy item ${quote(group)}: ${why}`, { group, cause });
}

/** The same policy with the same description and usage tier. */
export function isSameItem(a: PolicyItem, b: PolicyItem): boolean {
  return a.revision === b.revision && a.description === b.description && a.usageTier === b.usageTier;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
