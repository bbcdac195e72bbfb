/** The part of a matrix that fits a filter, in lines. */
import type { BundleMatrix, BundleMatrixRow } from "@lychgate/cli/bundle";
import type { ReachLevel } from "@lychgate/evaluation";
import { matchesWords } from "../ui/words.ts";
import { hasLevel, type MatrixState } from "./matrix-state.ts";

export interface ShownMatrix {
  groups: readonly ShownGroup[];
  operations: readonly BundleMatrixRow[];
  /** The operations, and before those of a path the path. */
  lines: readonly MatrixLine[];
  /** The cells of each level, whichever levels are asked for. */
  counts: Readonly<Record<ReachLevel, number>>;
}

export interface ShownGroup {
  name: string;
  /** Its place in the rows' `access`. */
  place: number;
}

/** `operation`: its place among those that are shown. */
export type MatrixLine =
  | { kind: "path"; route: string; api: string }
  | { kind: "operation"; row: BundleMatrixRow; operation: number };

export function shownMatrix({ groups, rows }: BundleMatrix, state: MatrixState): ShownMatrix {
  const named = groups.flatMap((name, place) => (matchesWords(name, state.g) ? [{ name, place }] : []));
  const fitting = rows.filter((row) => (row.sensitive === true || !state.sensitive) && isOf(row, state.q));
  const counts = countsOf(fitting, named);
  const { level } = state;
  const has = (row: BundleMatrixRow, { place }: ShownGroup) => hasLevel(level, levelAt(row, place));
  const isAny = level.length === 0;
  const columns = isAny ? named : named.filter((group) => fitting.some((row) => has(row, group)));
  const operations = isAny ? fitting : fitting.filter((row) => named.some((group) => has(row, group)));
  return { groups: columns, operations, lines: linesOf(operations), counts };
}

/** What a group may do; nothing where the bundle does not say. */
export function levelAt({ access }: BundleMatrixRow, place: number): ReachLevel {
  return access[place] ?? "no";
}

function isOf({ method, route, summary = "" }: BundleMatrixRow, typed: string): boolean {
  return matchesWords(`${method} ${route} ${summary}`, typed);
}

function countsOf(rows: readonly BundleMatrixRow[], groups: readonly ShownGroup[]): ShownMatrix["counts"] {
  const counts = { yes: 0, if: 0, part: 0, no: 0 };
  for (const row of rows) for (const { place } of groups) counts[levelAt(row, place)] += 1;
  return counts;
}

function linesOf(rows: readonly BundleMatrixRow[]): MatrixLine[] {
  return rows.flatMap((row, operation): MatrixLine[] => {
    const { route, api } = row;
    const line = { kind: "operation", row, operation } as const;
    return rows[operation - 1]?.route === route ? [line] : [{ kind: "path", route, api }, line];
  });
}
