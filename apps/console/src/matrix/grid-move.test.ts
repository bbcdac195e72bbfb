import { expect, it } from "vitest";
import { layoutOf } from "./grid-layout.ts";
import { moved, within } from "./grid-move.ts";

const SIZE = { rows: 10, columns: 4, page: 3 };

it.each([
  ["ArrowUp", 4, 2],
  ["ArrowDown", 6, 2],
  ["ArrowLeft", 5, 1],
  ["ArrowRight", 5, 3],
  ["PageUp", 2, 2],
  ["PageDown", 8, 2],
  ["Home", 5, 0],
  ["End", 5, 3],
  ["Ctrl+Home", 0, 0],
  ["Ctrl+End", 9, 3],
])("%s leads from row 5, column 2 to row %i, column %i", (key, row, column) => {
  expect(moved(key, { row: 5, column: 2 }, SIZE)).toEqual({ row, column });
});

it("stops at the edges", () => {
  expect(moved("ArrowUp", { row: 0, column: 0 }, SIZE)).toEqual({ row: 0, column: 0 });
  expect(moved("PageDown", { row: 9, column: 3 }, SIZE)).toEqual({ row: 9, column: 3 });
  expect(within({ row: 7, column: 7 }, { rows: 3, columns: 1 })).toEqual({ row: 2, column: 0 });
});

it.each(["Enter", "a", "Tab", "Ctrl+ArrowUp"])("%s is for something else", (key) => {
  expect(moved(key, { row: 0, column: 0 }, SIZE)).toBeUndefined();
});

it("lets the names of groups stand upright where they have no room side by side", () => {
  const groups = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `group-${index}` }));
  expect(layoutOf(groups(3), 1200).isUpright).toBe(false);
  expect(layoutOf(groups(30), 1200).isUpright).toBe(true);
  expect(layoutOf(groups(3), 360).isUpright).toBe(true);
});
