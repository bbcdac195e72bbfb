import { revisionOf } from "@lychgate/policy";
import { isPolicyGroup } from "./attributes.ts";
import { conflict, PolicyStoreError } from "./errors.ts";
import { checkGroup, checkPolicyItem, type PolicyItem } from "./policy-item.ts";
import type { ListOptions, PolicyStore } from "./policy-store.ts";

/**
 * A policy table in memory. It holds copies. The items that it begins with are taken as they are, like
 * those of a table that somebody else wrote; they are verified when they are read.
 */
export function createMemoryPolicyStore(items: Iterable<PolicyItem> = []): PolicyStore {
  const table = new Map<string, PolicyItem>();
  for (const item of items) table.set(item.group, copyOf(item));
  return {
    async get(groups) {
      const found = new Map<string, PolicyItem>();
      for (const group of groups.filter(isPolicyGroup)) {
        const item = table.get(group);
        if (item !== undefined) found.set(group, copyOf(checkPolicyItem(item)));
      }
      return found;
    },
    list: (options) => listItems([...table.values()], options),
    async put(item, base) {
      checkPolicyItem(item);
      expectState(table, item.group, base);
      table.set(item.group, copyOf(item));
    },
    async remove(group, base) {
      checkGroup(group);
      expectState(table, group, base);
      table.delete(group);
    },
  };
}

async function* listItems(
  items: readonly PolicyItem[],
  options: ListOptions = {},
): AsyncGenerator<PolicyItem> {
  for (const item of items) {
    if (!isPolicyGroup(item.group)) continue;
    const fault = faultOf(item);
    if (fault === undefined) yield copyOf(item);
    else if (options.onMalformed === undefined) throw fault;
    else options.onMalformed({ group: item.group, base: stateOf(item), error: fault });
  }
}

function expectState(table: ReadonlyMap<string, PolicyItem>, group: string, base: string | null): void {
  const item = table.get(group);
  const state = item === undefined ? null : stateOf(item);
  if (state !== base && item?.revision !== base) throw conflict(group, base, state);
}

function stateOf(item: PolicyItem): string {
  if (faultOf(item) === undefined) return item.revision;
  return `malformed:${revisionOf(JSON.stringify([item.policy, item.revision, item.description, item.usageTier]))}`;
}

function faultOf(item: PolicyItem): PolicyStoreError | undefined {
  try {
    checkPolicyItem(item);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyStoreError) return error;
    throw error;
  }
}

function copyOf({ group, policy, revision, description, usageTier }: PolicyItem): PolicyItem {
  return {
    group,
    policy,
    revision,
    ...(description !== undefined && { description }),
    ...(usageTier !== undefined && { usageTier }),
  };
}
