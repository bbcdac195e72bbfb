import type { MalformedItem, PolicyItem } from "./policy-item.ts";

export interface ListOptions {
  /** is told of a malformed item, which is then left out; without it such an item is a fault */
  onMalformed?(item: MalformedItem): void;
}

/**
 * The policy table: one item a group. An absent group is a value; whatever keeps the store from knowing is a
 * PolicyStoreError, and so is an item that is not what it should be, for absent means deny.
 *
 * Names that no policy item can have (see `isPolicyGroup`) are always absent and cannot be written.
 */
export interface PolicyStore {
  /** The items of these groups by group; the Map lacks those that are absent. */
  get(groups: readonly string[]): Promise<Map<string, PolicyItem>>;

  /** All items in no particular order, as the table is now and not as a replica remembers it. */
  list(options?: ListOptions): AsyncIterable<PolicyItem>;

  /**
   * Writes an item if the one in its place carries the revision `base`, or is absent for `null`.
   * @throws PolicyStoreError `Conflict` when it does not, `Malformed` when the item may not be stored
   */
  put(item: PolicyItem, base: string | null): Promise<void>;

  /**
   * Removes a group's item if it carries the revision `base`.
   * @throws PolicyStoreError `Conflict` when it does not
   */
  remove(group: string, base: string): Promise<void>;
}
