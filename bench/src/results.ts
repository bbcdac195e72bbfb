/** What was measured, on what, kept as JSON. */
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { cpus } from "node:os";
import type { Benchmark } from "./benchmark.ts";
import type { Measurement } from "./measure.ts";
import { type Outcome, outcomeOf } from "./report.ts";

export interface Results {
  machine: Machine;
  /** Of what is measured, and of what measures. */
  versions: Readonly<Record<string, string>>;
  benchmarks: readonly BenchmarkResult[];
}

export interface Machine {
  cpu: string;
  cores: number;
  platform: string;
  arch: string;
  node: string;
  v8: string;
}

export interface BenchmarkResult {
  name: string;
  question: string;
  source: string;
  targets: readonly Outcome[];
  measurements: readonly Measurement[];
}

const MEASURED = [
  "@aws-sdk/client-dynamodb",
  "@cedar-policy/cedar-wasm",
  "autocannon",
  "aws-jwt-verify",
  "casbin",
  "dynalite",
  "fast-jwt",
  "jose",
  "jsonwebtoken",
  "jwks-rsa",
] as const;

export function machine(): Machine {
  const { node, v8 } = process.versions;
  const { platform, arch } = process;
  return { cpu: cpus()[0]?.model.trim() ?? "unknown", cores: cpus().length, platform, arch, node, v8 };
}

export function versions(): Record<string, string> {
  return Object.fromEntries(MEASURED.map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  if (file === undefined) throw new Error(`expected the package ${name} to be installed`);
  return JSON.parse(readFileSync(file, "utf8")).version;
}

export function resultOf(
  { name, question, source, targets = [] }: Benchmark,
  measurements: readonly Measurement[],
): BenchmarkResult {
  const outcomes = targets.map((target) => outcomeOf(target, measurements));
  return { name, question, source, targets: outcomes, measurements };
}

/**
 * Puts what was measured now in the place of what was measured of the same benchmarks before.
 * @throws Error when the others were measured on something else
 */
export function merged(before: Results | undefined, now: Results, order: readonly string[]): Results {
  const replaced = new Set(now.benchmarks.map(({ name }) => name));
  const kept = before?.benchmarks.filter(({ name }) => order.includes(name) && !replaced.has(name)) ?? [];
  const on = ({ machine, versions }: Results) => JSON.stringify({ machine, versions });
  if (before && kept.length > 0 && on(before) !== on(now))
    throw new Error("expected all benchmarks to be run, for the machine or a version is another one");
  const benchmarks = [...kept, ...now.benchmarks].toSorted(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name),
  );
  return { ...now, benchmarks };
}
