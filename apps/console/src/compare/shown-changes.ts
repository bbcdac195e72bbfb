/** Which changes are shown, and how many there are of each risk. */
import { type DiffRow, RISKS, type Risk, riskOf, routeOf, rowsOf } from "@lychgate/cli/diff";
import type { DiffChange } from "@lychgate/evaluation";
import { matchesWords } from "../ui/words.ts";
import type { CompareState } from "./compare-state.ts";

export interface ShownChanges {
  /** The riskiest first. */
  rows: readonly DiffRow[];
  /** All that have the words, shown or not. */
  counts: Readonly<Record<Risk | "all", number>>;
}

export function shownChanges(changes: readonly DiffChange[], { risk, q }: CompareState): ShownChanges {
  const found = rowsOf(changes).filter((row) => matchesWords(textOf(row), q));
  const countOf = (each: Risk) => found.filter(({ change }) => riskOf(change) === each).length;
  return {
    rows: risk === "all" ? found : found.filter(({ change }) => riskOf(change) === risk),
    counts: {
      ...(Object.fromEntries((Object.keys(RISKS) as Risk[]).map((each) => [each, countOf(each)])) as Record<
        Risk,
        number
      >),
      all: found.length,
    },
  };
}

function textOf({ change, groups }: DiffRow): string {
  return [...groups, change.with ?? "", routeOf(change), ...change.sids, change.file].join(" ");
}
