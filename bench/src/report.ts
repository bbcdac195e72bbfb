import type { Measurement } from "./measure.ts";

const COLUMNS = {
  name: ({ name }: Measurement) => name,
  "median/op": ({ median }: Measurement) => duration(median),
  "p25–p75": ({ p25, p75 }: Measurement) => `${duration(p25)}–${duration(p75)}`,
  "ops/s": ({ perSecond }: Measurement) => perSecond.toLocaleString("en", { maximumFractionDigits: 0 }),
  ratio: ({ ratio }: Measurement) => `${ratio.toFixed(ratio < 10 ? 2 : 0)}×`,
} as const;

/** Writes the measurements of one benchmark as a table. */
export function formatTable(title: string, measurements: readonly Measurement[]): string {
  const cells = [
    Object.keys(COLUMNS),
    ...measurements.map((each) => Object.values(COLUMNS).map((write) => write(each))),
  ];
  const widths = Object.keys(COLUMNS).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) => row.map((cell, column) => align(cell, column, widths[column] ?? 0)));
  return [title, ...lines.map((line) => `  ${line.join("  ")}`.trimEnd())].join("\n");
}

function align(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  return `${(nanoseconds / 1e6).toFixed(2)} ms`;
}
