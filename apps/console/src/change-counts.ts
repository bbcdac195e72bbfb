import type { DiffChange } from "@lychgate/evaluation";

/** `3 gained, 1 lost, 2 under other conditions`; `nothing changes in who may do what` where there is none. */
export function changesText(changes: readonly Pick<DiffChange, "change">[]): string {
  const counts = WORDS.flatMap(([kind, words]) => {
    const count = changes.filter(({ change }) => change === kind).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return counts.join(", ") || "nothing changes in who may do what";
}

const WORDS = [
  ["gained", "gained"],
  ["lost", "lost"],
  ["condition", "under other conditions"],
] as const satisfies readonly (readonly [DiffChange["change"], string])[];
