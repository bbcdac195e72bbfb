/**
 * What the parts of a grid are, of which only those in sight are drawn. The first row and column, which head the
 * others, have the place 0.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/practices/grid-and-table-properties/
 */
interface Grid {
  label: string;
  rows: number;
  columns: number;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocusIn: (event: FocusEvent) => void;
  onMouseOver: (event: MouseEvent) => void;
}

export function gridOf({ label, rows, columns, ...handlers }: Grid) {
  const size = { "aria-rowcount": rows, "aria-colcount": columns };
  return { role: "grid", "aria-label": label, ...size, ...handlers } as const;
}

export function gridRow(place: number) {
  return { role: "row", "aria-rowindex": place + 1 } as const;
}

export function columnHeader(place: number) {
  return { role: "columnheader", "aria-colindex": place + 1 } as const;
}

/** `span`: so many columns, where it is the only cell of its row. */
export function rowHeader(label: string, span = 1) {
  return { role: "rowheader", "aria-colindex": 1, "aria-label": label, "aria-colspan": span } as const;
}

export function gridCell(place: number) {
  return { role: "gridcell", "aria-colindex": place + 1 } as const;
}
