/** Runs every benchmark, or those whose names begin with an argument; `--write` keeps the results. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark.ts";
import { comparison } from "./comparison.ts";
import { evaluation } from "./evaluation.ts";
import { gateway } from "./gateway.ts";
import { type Measurement, measure } from "./measure.ts";
import { formatTable } from "./report.ts";
import { seeding } from "./seeding.ts";

const BENCHMARKS: readonly Benchmark[] = [evaluation, comparison, gateway, seeding];

const RESULTS = new URL("../results.json", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false } },
});

const chosen = BENCHMARKS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((prefix) => name.startsWith(prefix)),
);

const results: Record<string, Measurement[]> = {};
for (const { name, ...benchmark } of chosen) {
  const measurements =
    "candidates" in benchmark ? measure(await benchmark.candidates()) : await benchmark.measurements();
  results[name] = measurements;
  console.log(formatTable(name, measurements));
}

if (values.write) {
  const { node, v8 } = process.versions;
  const written = { node, v8, platform: process.platform, arch: process.arch, results };
  writeFileSync(RESULTS, `${JSON.stringify(written, undefined, 2)}\n`);
}
