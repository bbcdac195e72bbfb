import { useSignal } from "@preact/signals";
import { defaultRangeExtractor, type Range } from "@tanstack/virtual-core";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useVirtual } from "../ui/use-virtual.ts";
import { type GridLayout, heightOf, layoutOf } from "./grid-layout.ts";
import { type GridPlace, moved, within } from "./grid-move.ts";
import { columnHeader, gridOf, gridRow } from "./grid-roles.ts";
import { MatrixRow, PathRow } from "./matrix-row.tsx";
import type { MatrixLine, ShownMatrix } from "./shown-matrix.ts";

interface MatrixGridProps {
  shown: ShownMatrix;
  level: readonly string[];
  /** A cell is pointed at or has the focus. */
  onPoint: (place: GridPlace) => void;
}

/** Groups × operations, of which those in sight are drawn. @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/ */
export function MatrixGrid({ shown, level, onPoint }: MatrixGridProps) {
  const { groups, lines } = shown;
  const scroller = useRef<HTMLDivElement>(null);
  const chosen = useSignal<GridPlace>({ row: 0, column: 0 });
  const wantsFocus = useRef(false);
  const size = { rows: shown.operations.length, columns: groups.length };
  const current = within(chosen.value, size);
  const lineOf = useMemo(() => linesOfOperations(lines), [lines]);
  const width = scroller.current?.clientWidth ?? 0;
  const layout = useMemo(() => layoutOf(groups, width), [groups, width]);
  const place = { row: lineOf[current.row] ?? 0, column: current.column };
  const { rows, columns } = useGrid(shown, { scroller: () => scroller.current, layout, place });
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / heightOf(undefined)) - 3);
    const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key;
    const to = event.altKey || event.shiftKey ? undefined : moved(key, current, { ...size, page });
    if (!to) return;
    event.preventDefault();
    wantsFocus.current = true;
    chosen.value = to;
    rows.scrollToIndex(lineOf[to.row] ?? 0);
    columns.scrollToIndex(to.column);
  };
  const onFocusIn = ({ target }: FocusEvent) => {
    const to = placeOf(target);
    if (!to) return;
    chosen.value = to;
    onPoint(to);
  };
  const onMouseOver = ({ target }: MouseEvent) => {
    const to = placeOf(target);
    if (to) onPoint(to);
  };
  const attributes = gridOf({
    label: "Access of groups to operations",
    rows: lines.length + 1,
    columns: groups.length + 1,
    onKeyDown,
    onFocusIn,
    onMouseOver,
  });
  const shownColumns = columns.getVirtualItems();
  return (
    <div class="matrix-scroller" ref={scroller}>
      <div
        class="matrix-grid"
        {...attributes}
        style={styleOf(layout, rows.getTotalSize(), columns.getTotalSize())}
      >
        <div class="matrix-head" {...gridRow(0)}>
          <div class="matrix-corner" {...columnHeader(0)}>
            Operation
          </div>
          {shownColumns.map(({ index, start }) => (
            <div
              key={index}
              class={layout.isUpright ? "matrix-group matrix-group-upright" : "matrix-group"}
              {...columnHeader(index + 1)}
              title={groups[index]?.name}
              style={{ left: `${start}px` }}
            >
              <span>{groups[index]?.name}</span>
            </div>
          ))}
        </div>
        {rows.getVirtualItems().map(({ index, start: top }) => {
          const line = lines[index];
          const at = { index, top, height: heightOf(line) };
          if (line?.kind === "path")
            return <PathRow key={index} {...at} line={line} span={groups.length + 1} />;
          const ofRow = { groups, columns: shownColumns, layout, level };
          const isCurrent = line?.operation === current.row;
          return (
            line && (
              <MatrixRow
                key={index}
                {...at}
                {...ofRow}
                line={line}
                current={isCurrent ? current.column : undefined}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface GridOptions {
  scroller: () => HTMLElement | null;
  layout: GridLayout;
  /** The line and column that stay drawn, wherever one scrolls: those of the cell with the focus. */
  place: GridPlace;
}

/** Up to so many cells are all drawn, so that the browser can find and print them. */
const ALL_DRAWN = 2_000;

function useGrid({ groups, lines, operations }: ShownMatrix, { scroller, layout, place }: GridOptions) {
  const drawAll = operations.length * groups.length <= ALL_DRAWN;
  const { headHeight, nameWidth, columnWidth } = layout;
  const rows = useVirtual({
    count: lines.length,
    getScrollElement: scroller,
    estimateSize: (index) => heightOf(lines[index]),
    // Where the lines are others, so are their places; a new function makes them be measured anew.
    getItemKey: useCallback((index: number) => index, [lines]),
    overscan: drawAll ? lines.length : 4,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight + heightOf(undefined),
    rangeExtractor: useCallback((range: Range) => withPlace(range, place.row), [place.row]),
  });
  const columns = useVirtual({
    count: groups.length,
    getScrollElement: scroller,
    horizontal: true,
    estimateSize: () => columnWidth,
    getItemKey: useCallback((index: number) => index, [columnWidth]),
    overscan: drawAll ? groups.length : 4,
    paddingStart: nameWidth,
    scrollPaddingStart: nameWidth,
    rangeExtractor: useCallback((range: Range) => withPlace(range, place.column), [place.column]),
  });
  return { rows, columns };
}

function withPlace(range: Range, place: number): number[] {
  const inSight = defaultRangeExtractor(range);
  if (inSight.includes(place) || place >= range.count) return inSight;
  return [...inSight, place].sort((a, b) => a - b);
}

function linesOfOperations(lines: readonly MatrixLine[]): number[] {
  return lines.flatMap((line, index) => (line.kind === "operation" ? [index] : []));
}

function placeOf(target: EventTarget | null): GridPlace | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined;
}

function styleOf({ nameWidth, columnWidth, headHeight }: GridLayout, height: number, width: number) {
  return {
    width: `${width}px`,
    height: `${height}px`,
    "--name-width": `${nameWidth}px`,
    "--column-width": `${columnWidth}px`,
    "--head-height": `${headHeight}px`,
  };
}
