/**
 * Runs every benchmark, or those whose names begin with an argument. `--write` keeps the results as JSON, draws
 * the charts and writes both into the README; `--draw` does so with the results that were kept.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { lookUps, warmCalls, warmMix } from "./authorizer.ts";
import type { Benchmark } from "./benchmark.ts";
import { chartOf } from "./chart.ts";
import { coldStart } from "./cold-start.ts";
import { comparison } from "./comparison.ts";
import { evaluation } from "./evaluation.ts";
import { gateway } from "./gateway.ts";
import { measure } from "./measure.ts";
import { chartNameOf, withResults } from "./readme.ts";
import { formatTable } from "./report.ts";
import { type BenchmarkResult, machine, merged, type Results, resultOf, versions } from "./results.ts";
import { seeding } from "./seeding.ts";
import { verification } from "./verification.ts";

const BENCHMARKS: readonly Benchmark[] = [
  warmMix,
  warmCalls,
  lookUps,
  verification,
  coldStart,
  evaluation,
  gateway,
  comparison,
  seeding,
];

const RESULTS = new URL("../results.json", import.meta.url);
const README = new URL("../README.md", import.meta.url);
const CHARTS = new URL("../charts/", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false }, draw: { type: "boolean", default: false } },
});

const chosen = BENCHMARKS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((prefix) => name.startsWith(prefix)),
);
if (chosen.length === 0) throw new Error(`expected one of: ${BENCHMARKS.map(({ name }) => name).join("; ")}`);

const kept: Results | undefined = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : undefined;

if (values.draw) {
  if (!kept) throw new Error("expected results that were kept");
  write(kept);
} else {
  const benchmarks: BenchmarkResult[] = [];
  for (const benchmark of chosen) benchmarks.push(await run(benchmark));
  const now = { machine: machine(), versions: versions(), benchmarks };
  if (values.write)
    write(
      merged(
        kept,
        now,
        BENCHMARKS.map(({ name }) => name),
      ),
    );
}

async function run(benchmark: Benchmark): Promise<BenchmarkResult> {
  const result = resultOf(
    benchmark,
    await ("candidates" in benchmark ? measure(await benchmark.candidates()) : benchmark.measurements()),
  );
  console.log(formatTable(result.name, result.measurements));
  for (const { says, figure, met } of result.targets)
    console.log(`  ${met ? "met" : "MISSED"}: ${says}: ${figure}`);
  return result;
}

function write(results: Results): void {
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(README, withResults(readFileSync(README, "utf8"), results));
  rmSync(CHARTS, { recursive: true, force: true });
  mkdirSync(CHARTS);
  for (const benchmark of results.benchmarks)
    writeFileSync(new URL(chartNameOf(benchmark), CHARTS), chartOf(benchmark));
}
