import type { PolicyItem, PolicyStore } from "../src/index.ts";

/** All that a store lists, sorted by group. */
export async function contentOf(store: PolicyStore): Promise<PolicyItem[]> {
  return byGroup(await collect(store.list()));
}

export function byGroup(items: readonly PolicyItem[]): PolicyItem[] {
  return items.toSorted((a, b) => (a.group < b.group ? -1 : 1));
}

/** Reads to the end. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}
