import { PolicyStoreError, quote } from "./errors.ts";
import { checkPolicyItem, isSameItem, type MalformedItem, type PolicyItem } from "./policy-item.ts";
import type { PolicyStore } from "./policy-store.ts";

/** What has to be written so that the table holds exactly the wanted items. Each list is sorted by group. */
export interface SeedPlan {
  added: PolicyItem[];
  /** `base` is the revision that the table held when the plan was made */
  changed: { item: PolicyItem; base: string; before: PolicyItem }[];
  removed: PolicyItem[];
  /** malformed items of the table and what takes their place: `null` removes them; empty without `replaceMalformed` */
  replaced: { group: string; item: PolicyItem | null; base: string; reason: string }[];
  unchanged: number;
}

export interface SeedPlanOptions {
  /**
   * Plan to overwrite malformed items, or to remove those that are not wanted. Without it they are a fault:
   * no seeder writes such an item, so somebody should look at it before it is gone. Until it is replaced,
   * the authorizer faults for its group, which refuses but does not deny.
   */
  replaceMalformed?: boolean;
  /** Plan to empty a table that is not. Without it, wanting nothing is taken for a mistake. */
  allowEmpty?: boolean;
}

/** What the table holds. */
interface Table {
  items: Map<string, PolicyItem>;
  malformed: Map<string, MalformedItem>;
}

/**
 * Reads the table once and compares it with what is wanted; writes nothing. An item whose description or
 * usage tier alone differs is changed, too.
 * @throws PolicyStoreError `Malformed` for an item, wanted or in the table, that is not what it should be;
 *   `DuplicateGroup`; `EmptySeed`; and what the store throws
 */
export async function planSeed(
  store: PolicyStore,
  wanted: readonly PolicyItem[],
  options: SeedPlanOptions = {},
): Promise<SeedPlan> {
  const target = byGroup(wanted);
  const table = await readTable(store);
  if (!options.replaceMalformed) expectSound(table.malformed);
  if (!options.allowEmpty) expectNotEmptied(table, target);
  return compare(table, target);
}

function byGroup(wanted: readonly PolicyItem[]): Map<string, PolicyItem> {
  const target = new Map<string, PolicyItem>();
  for (const item of wanted) {
    const { group } = checkPolicyItem(item);
    if (target.has(group)) {
      throw new PolicyStoreError(
        "DuplicateGroup",
        `expected one item a group, came two for ${quote(group)}`,
        { group },
      );
    }
    target.set(group, item);
  }
  return target;
}

async function readTable(store: PolicyStore): Promise<Table> {
  const table: Table = { items: new Map(), malformed: new Map() };
  const onMalformed = (item: MalformedItem) => table.malformed.set(item.group, item);
  for await (const item of store.list({ onMalformed })) table.items.set(item.group, item);
  return table;
}

function expectSound(malformed: ReadonlyMap<string, MalformedItem>): void {
  const [first] = malformed.values();
  if (first === undefined) return;
  const others = malformed.size === 1 ? "" : ` (and ${malformed.size - 1} more)`;
  const message = `the table holds a malformed item${others}: ${first.error.message}; look at it, or have it replaced`;
  throw new PolicyStoreError("Malformed", message, { group: first.group, cause: first.error });
}

function expectNotEmptied(table: Table, target: ReadonlyMap<string, PolicyItem>): void {
  const held = table.items.size + table.malformed.size;
  if (target.size > 0 || held === 0) return;
  throw new PolicyStoreError(
    "EmptySeed",
    `expected at least one item, came none, which would remove all ${held}`,
  );
}

function compare({ items, malformed }: Table, target: ReadonlyMap<string, PolicyItem>): SeedPlan {
  const plan: SeedPlan = { added: [], changed: [], removed: [], replaced: [], unchanged: 0 };
  for (const group of sorted([...items.keys(), ...malformed.keys(), ...target.keys()])) {
    const item = target.get(group);
    const before = items.get(group);
    const broken = malformed.get(group);
    if (broken) {
      plan.replaced.push({ group, item: item ?? null, base: broken.base, reason: broken.error.message });
    } else if (item && before) {
      if (isSameItem(item, before)) plan.unchanged += 1;
      else plan.changed.push({ item, base: before.revision, before });
    } else if (item) {
      plan.added.push(item);
    } else if (before) {
      plan.removed.push(before);
    }
  }
  return plan;
}

function sorted(groups: readonly string[]): string[] {
  return [...new Set(groups)].sort((a, b) => (a < b ? -1 : 1));
}
