import type { ReachLevel } from "@lychgate/evaluation";
import { flag, list, stateOf, text } from "../state.ts";

/** What of the matrix is shown. */
export interface MatrixState {
  /** Words of operations. */
  q: string;
  /** Words of groups. */
  g: string;
  /** Only operations and groups with a cell of one of these levels; all where there is none. */
  level: readonly string[];
  sensitive: boolean;
}

export const MATRIX = stateOf<MatrixState>({ q: text(), g: text(), level: list(), sensitive: flag() });

export function hasLevel(level: readonly string[], cell: ReachLevel): boolean {
  return level.length === 0 || level.includes(cell);
}
