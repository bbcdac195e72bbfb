import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartNameOf, withResults } from "../bench/src/readme.ts";
import { outcomeOf } from "../bench/src/report.ts";
import { merged, type Results } from "../bench/src/results.ts";

const BENCH = join(import.meta.dirname, "../bench");
const README = readFileSync(join(BENCH, "README.md"), "utf8");
const RESULTS: Results = JSON.parse(readFileSync(join(BENCH, "results.json"), "utf8"));

describe("the benchmarks' README", () => {
  it("says what results.json says", () => {
    expect(withResults(README, RESULTS)).toBe(README);
  });

  it("has another text for other results", () => {
    const [first, ...rest] = RESULTS.benchmarks;
    if (!first) throw new Error("expected benchmarks");
    const measurements = first.measurements.map((each) => ({ ...each, ratio: each.ratio + 1 }));
    const others = { ...RESULTS, benchmarks: [{ ...first, measurements }, ...rest] };
    expect(withResults(README, others)).not.toBe(README);
  });

  it("shows a chart of each benchmark, and there are no others", () => {
    const charts = RESULTS.benchmarks.map(chartNameOf);
    expect(readdirSync(join(BENCH, "charts")).sort()).toEqual(charts.toSorted());
    for (const chart of charts) expect(README).toContain(`(charts/${chart})`);
  });

  it("names sources that exist", () => {
    for (const [, file = ""] of README.matchAll(/\]\((src\/[^)]+)\)/g))
      expect(existsSync(join(BENCH, file))).toBe(true);
  });
});

describe("results", () => {
  const resultOf = (name: string, ratio: number) => ({
    name,
    question: "How long?",
    source: "main.ts",
    targets: [],
    measurements: [{ name, median: 1, p25: 1, p75: 1, perSecond: 1e9, ratio }],
  });
  const kept: Results = { ...RESULTS, benchmarks: [resultOf("a", 1), resultOf("b", 1)] };
  const order = ["c", "b", "a"];

  it("of some benchmarks take the place of what was kept of the same ones, in their order", () => {
    const now = { ...RESULTS, benchmarks: [resultOf("b", 2), resultOf("c", 2)] };
    expect(merged(kept, now, order).benchmarks).toEqual([...now.benchmarks.toReversed(), resultOf("a", 1)]);
  });

  it("of different machines are not mixed", () => {
    const machine = { ...RESULTS.machine, cpu: "another" };
    const now = { ...RESULTS, machine, benchmarks: [resultOf("a", 2)] };
    expect(() => merged(kept, now, order)).toThrow("expected all benchmarks to be run");
    expect(merged(undefined, now, order)).toEqual(now);
  });

  it.each([
    [{ atMost: 0.25 }, 0.25, true],
    [{ atMost: 0.25 }, 0.26, false],
    [{ atLeast: 10 }, 10, true],
    [{ atLeast: 10 }, 9.9, false],
    [{ roundTrips: 1 }, 1, false],
  ])("meet the target %j with the ratio %d: %j", (target, ratio, met) => {
    const { measurements } = resultOf("a", ratio);
    expect(outcomeOf({ says: "fast", of: "a", ...target }, measurements)).toMatchObject({ met });
  });
});
