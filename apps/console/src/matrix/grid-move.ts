/** A cell of a grid by its row and column, from 0. */
export interface GridPlace {
  row: number;
  column: number;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** As many rows as a page has. */
  page: number;
}

type Move = (from: GridPlace, size: GridSize) => GridPlace;

/** @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/ */
const MOVES: ReadonlyMap<string, Move> = new Map<string, Move>([
  ["ArrowUp", ({ row, column }) => ({ row: row - 1, column })],
  ["ArrowDown", ({ row, column }) => ({ row: row + 1, column })],
  ["ArrowLeft", ({ row, column }) => ({ row, column: column - 1 })],
  ["ArrowRight", ({ row, column }) => ({ row, column: column + 1 })],
  ["PageUp", ({ row, column }, { page }) => ({ row: row - page, column })],
  ["PageDown", ({ row, column }, { page }) => ({ row: row + page, column })],
  ["Home", ({ row }) => ({ row, column: 0 })],
  ["End", ({ row }, { columns }) => ({ row, column: columns - 1 })],
  ["Ctrl+Home", () => ({ row: 0, column: 0 })],
  ["Ctrl+End", (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 })],
]);

/** Where a key leads to; `undefined` for a key that is for something else. */
export function moved(key: string, from: GridPlace, size: GridSize): GridPlace | undefined {
  const to = MOVES.get(key)?.(from, size);
  return to && within(to, size);
}

export function within({ row, column }: GridPlace, { rows, columns }: Omit<GridSize, "page">): GridPlace {
  return { row: clamp(row, rows), column: clamp(column, columns) };
}

function clamp(place: number, count: number): number {
  return Math.max(0, Math.min(place, count - 1));
}
