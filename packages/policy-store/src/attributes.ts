/** The attributes of a policy item in the table; `group` is the partition key. All of them are strings (`S`). */
export const ATTRIBUTES = {
  group: "group",
  policy: "policy",
  revision: "revision",
  description: "description",
} as const;

/** Groups that begin so are the tool's own items: never looked up, listed, written or removed as policies. */
export const RESERVED_PREFIX = "$lychgate/";

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
