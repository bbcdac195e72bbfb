import type { BundleMatrixRow } from "@lychgate/cli/bundle";
import type { ReachLevel } from "@lychgate/evaluation";
import type { VirtualItem } from "@tanstack/virtual-core";
import { samplePath } from "../access/sample-path.ts";
import { ACCESS } from "../ui/access-mark.tsx";
import { Badge, Method } from "../ui/badge.tsx";
import { memo } from "../ui/memo.tsx";
import { whyHrefOf } from "../why/why-state.ts";
import { cellName } from "./cell-words.ts";
import type { GridLayout } from "./grid-layout.ts";
import { gridCell, gridRow, rowHeader } from "./grid-roles.ts";
import { hasLevel } from "./matrix-state.ts";
import { levelAt, type MatrixLine, type ShownGroup } from "./shown-matrix.ts";

interface LineProps {
  /** Its place among the lines, from 0. */
  index: number;
  top: number;
  height: number;
}

interface PathRowProps extends LineProps {
  line: Extract<MatrixLine, { kind: "path" }>;
  span: number;
}

/** Heads the operations of a path. */
export const PathRow = memo(({ index, top, height, line, span }: PathRowProps) => (
  <div class="matrix-path" {...gridRow(index + 1)} style={{ top: `${top}px`, height: `${height}px` }}>
    <div {...rowHeader(line.route, span)} title={line.api}>
      {line.route}
    </div>
  </div>
));

interface MatrixRowProps extends LineProps {
  line: Extract<MatrixLine, { kind: "operation" }>;
  groups: readonly ShownGroup[];
  columns: readonly VirtualItem[];
  layout: GridLayout;
  level: readonly string[];
  /** The column of the cell that Tab leads to, where it is in this row. */
  current: number | undefined;
}

export const MatrixRow = memo(({ index, top, height, line, groups, columns, ...rest }: MatrixRowProps) => {
  const { row, operation } = line;
  return (
    <div class="matrix-row" {...gridRow(index + 1)} style={{ top: `${top}px`, height: `${height}px` }}>
      <Operation {...row} />
      {columns.map(({ index: column, start }) => {
        const group = groups[column];
        if (!group) return null;
        const isCurrent = rest.current === column;
        return <AccessCell key={column} {...{ row, operation, group, column, start, isCurrent, ...rest }} />;
      })}
    </div>
  );
});

function Operation({ method, route, summary, sensitive }: BundleMatrixRow) {
  const name = `${method} ${route}`;
  return (
    <div
      class="matrix-operation"
      {...rowHeader(`${name}${sensitive ? ", sensitive" : ""}`)}
      title={summary === undefined ? name : `${name}: ${summary}`}
    >
      <Method name={method} />
      <span class="matrix-summary">{summary}</span>
      {sensitive && <Badge tone="mixed">sensitive</Badge>}
    </div>
  );
}

interface AccessCellProps extends Pick<MatrixRowProps, "layout" | "level"> {
  row: BundleMatrixRow;
  operation: number;
  group: ShownGroup;
  column: number;
  start: number;
  isCurrent: boolean;
}

function AccessCell({ row, operation, group, column, start, isCurrent, layout, level }: AccessCellProps) {
  const access = levelAt(row, group.place);
  const { sign, word } = ACCESS[access];
  return (
    <div class="matrix-cell" {...gridCell(column + 1)} style={{ left: `${start}px` }}>
      <a
        class={classOf(access, level)}
        href={hrefOf(row, group)}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={cellName(row, group)}
        data-row={operation}
        data-column={column}
      >
        {sign}
        {!layout.isUpright && <span class="matrix-word">{word}</span>}
      </a>
    </div>
  );
}

function classOf(access: ReachLevel, level: readonly string[]): string {
  if (level.length === 0) return `access-${access}`;
  return hasLevel(level, access) ? `access-${access} matrix-fits` : "matrix-faint";
}

const known = new WeakMap<BundleMatrixRow, Map<string, string>>();

/** Who scrolls sees the same cells again and again. */
function hrefOf(row: BundleMatrixRow, { name }: ShownGroup): string {
  const ofRow = known.get(row) ?? new Map<string, string>();
  known.set(row, ofRow);
  const href =
    ofRow.get(name) ?? whyHrefOf({ groups: [name], method: row.method, path: samplePath(row.route) });
  ofRow.set(name, href);
  return href;
}
