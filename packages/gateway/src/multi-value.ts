/** The single-value and multi-value maps of events. `null` stands for "none". */

type Pair = readonly [name: string, value: string];

export interface MultiValueMaps {
  /** Each name with its last value. */
  readonly single: Record<string, string> | null;
  readonly multi: Record<string, string[]> | null;
}

/** @param sameName names that it maps to the same text are one, under the casing that came first */
export function multiValueMaps(
  pairs: readonly Pair[],
  sameName: (name: string) => string = (name) => name,
): MultiValueMaps {
  if (pairs.length === 0) return { single: null, multi: null };
  const groups = new Map<string, { name: string; values: string[]; last: string }>();
  for (const [name, value] of pairs) {
    const group = groups.get(sameName(name)) ?? { name, values: [], last: value };
    group.values.push(value);
    groups.set(sameName(name), { ...group, last: value });
  }
  const all = [...groups.values()];
  return {
    single: Object.fromEntries(all.map(({ name, last }) => [name, last])),
    multi: Object.fromEntries(all.map(({ name, values }) => [name, values])),
  };
}

/** A map as an event has it: an object, or `null` when empty. */
export function nullableRecord(map: ReadonlyMap<string, string>): Record<string, string> | null {
  return map.size === 0 ? null : Object.fromEntries(map);
}
