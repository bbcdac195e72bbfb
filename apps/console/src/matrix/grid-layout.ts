/** How wide and high the parts of the grid are, in CSS pixels. */
import type { MatrixLine } from "./shown-matrix.ts";

export interface GridLayout {
  /** The first column, which names the operations. */
  nameWidth: number;
  columnWidth: number;
  headHeight: number;
  /** Names of groups stand upright where they have no room side by side. */
  isUpright: boolean;
}

/** Of the names, which are bold; a name that is wider ends in an ellipsis. */
const LETTER = 8.8;
const LEAST_WIDTH = 116;
const MOST_WIDTH = 220;
const UPRIGHT_WIDTH = 36;
const MOST_HEIGHT = 220;

export function layoutOf(groups: readonly { name: string }[], width: number): GridLayout {
  const longest = Math.max(0, ...groups.map(({ name }) => name.length)) * LETTER + 28;
  const nameWidth = Math.round(Math.min(320, Math.max(130, width * 0.4)));
  const level = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, longest));
  return groups.length * level <= width - nameWidth
    ? { nameWidth, columnWidth: level, headHeight: 36, isUpright: false }
    : { nameWidth, columnWidth: UPRIGHT_WIDTH, headHeight: Math.min(MOST_HEIGHT, longest), isUpright: true };
}

export function heightOf(line: MatrixLine | undefined): number {
  return line?.kind === "path" ? 30 : 32;
}
