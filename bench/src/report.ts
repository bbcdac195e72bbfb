import type { Target } from "./benchmark.ts";
import type { Measurement } from "./measure.ts";

/** A benchmark's column, by its head; the columns are what is written of every candidate. */
export const COLUMNS = {
  name: ({ name }: Measurement) => name,
  ratio: ({ ratio }: Measurement) => formatRatio(ratio),
  "median/op": ({ median }: Measurement) => formatDuration(median),
  "p25–p75": ({ p25, p75 }: Measurement) => `${formatDuration(p25)}–${formatDuration(p75)}`,
  "ops/s": ({ perSecond }: Measurement) => perSecond.toLocaleString("en", { maximumFractionDigits: 0 }),
  "round trips": ({ roundTrips }: Measurement) => (roundTrips === undefined ? "" : String(roundTrips)),
} as const;

/** The measurements of one benchmark in rows of cells, the heads first; a column that is empty is left out. */
export function rowsOf(measurements: readonly Measurement[]): string[][] {
  const columns = Object.entries(COLUMNS).filter(([, write]) =>
    measurements.some((each) => write(each) !== ""),
  );
  return [
    columns.map(([head]) => head),
    ...measurements.map((each) => columns.map(([, write]) => write(each))),
  ];
}

/** Writes the measurements of one benchmark as a table. */
export function formatTable(title: string, measurements: readonly Measurement[]): string {
  const rows = rowsOf(measurements);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => align(cell, column, widths[column] ?? 0)));
  return [title, ...lines.map((line) => `  ${line.join("  ")}`.trimEnd())].join("\n");
}

function align(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** A target with what came of it. */
export interface Outcome {
  says: string;
  figure: string;
  met: boolean;
}

/** @throws Error when a target is about a candidate that was not measured */
export function outcomeOf(target: Target, measurements: readonly Measurement[]): Outcome {
  const { says, of, atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = target;
  const measured = measurements.find(({ name }) => name === of);
  if (!measured) throw new Error(`expected \`${of}\` among the candidates`);
  const { ratio, roundTrips } = measured;
  if (target.roundTrips !== undefined)
    return { says, figure: String(roundTrips), met: roundTrips === target.roundTrips };
  return { says, figure: formatRatio(ratio), met: ratio <= atMost && ratio >= atLeast };
}

export function formatRatio(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)}×`;
}

export function formatDuration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  return `${(nanoseconds / 1e6).toFixed(2)} ms`;
}
