/** Changes as people read them: the riskiest first, and what one Deny does to many groups as one. */
import { type DiffChange, letsIn } from "@lychgate/evaluation";

/** A change, and the groups that it is for. */
export interface DiffRow {
  change: DiffChange;
  /** Several only for members of the group `with`. */
  groups: readonly string[];
}

/** From the one that wants the closest look to the one that wants the least. */
export const RISKS = {
  sensitive: "sensitive route let in",
  gained: "gained",
  widened: "condition widened",
  narrowed: "condition narrowed",
  lost: "lost",
} as const;

export type Risk = keyof typeof RISKS;

export function riskOf(change: DiffChange): Risk {
  if (letsIn(change)) {
    if (change.sensitive) return "sensitive";
    return change.change === "condition" ? "widened" : "gained";
  }
  return change.change === "condition" ? "narrowed" : "lost";
}

const ORDER: readonly string[] = Object.keys(RISKS);

/** The rows of a report by risk; what is of the same risk stays in the report's order. */
export function rowsOf(changes: readonly DiffChange[]): DiffRow[] {
  const rows = [...Map.groupBy(changes, keyOf).values()].flatMap((alike): DiffRow[] => {
    const [change] = alike;
    return change ? [{ change, groups: [...new Set(alike.map(({ group }) => group))] }] : [];
  });
  return rows.sort((a, b) => ORDER.indexOf(riskOf(a.change)) - ORDER.indexOf(riskOf(b.change)));
}

/** For members of two groups, what is alike for many of the one is told once for the other; all else by itself. */
function keyOf(change: DiffChange): string | DiffChange {
  const { with: by, method, route, change: kind, onlyTrailingSlash, sids, terms, witness } = change;
  if (by === undefined) return change;
  return JSON.stringify([by, sids, terms, method, route, kind, onlyTrailingSlash, witness.methodArn]);
}
