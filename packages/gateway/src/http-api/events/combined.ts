/** Names with their values; those of one name are combined with commas. */
export function combined(
  pairs: readonly (readonly [name: string, value: string])[],
  sameName: (name: string) => string = (name) => name,
): Record<string, string> {
  const groups = Map.groupBy(pairs, ([name]) => sameName(name));
  return Object.fromEntries(
    [...groups.values()].map((group) => [group[0]?.[0] ?? "", group.map(([, value]) => value).join(",")]),
  );
}
