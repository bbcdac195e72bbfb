/** The part of bench/README.md that says what was measured. */
import { rowsOf } from "./report.ts";
import type { BenchmarkResult, Results } from "./results.ts";

const BEGIN = "<!-- results: written by `npm run bench -- --write` -->";
const END = "<!-- end of results -->";

/** @throws Error when the text does not say where the results stand */
export function withResults(readme: string, results: Results): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`expected ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${sectionsOf(results).join("\n\n")}\n\n${END}${after}`;
}

export function chartNameOf({ name }: Pick<BenchmarkResult, "name">): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.svg`;
}

function sectionsOf({ machine, versions, benchmarks }: Results): string[] {
  const { cpu, cores, platform, arch, node, v8 } = machine;
  const packages = Object.entries(versions).map(([name, version]) => `\`${name}\` ${version}`);
  return [
    `Measured on ${cores} cores of ${cpu} (${platform}, ${arch}), Node ${node} (V8 ${v8}), with ${packages.join(", ")}.`,
    "## Targets",
    formatMarkdown([
      ["benchmark", "target", "figure", ""],
      ...benchmarks.flatMap(({ name, targets }) =>
        targets.map(({ says, figure, met }) => [name, says, figure, met ? "met" : "**missed**"]),
      ),
    ]),
    ...benchmarks.flatMap((benchmark) => [
      `## ${benchmark.question}`,
      `\`${benchmark.name}\` ([${benchmark.source}](src/${benchmark.source}))`,
      `![${benchmark.question}](charts/${chartNameOf(benchmark)})`,
      formatMarkdown(rowsOf(benchmark.measurements)),
    ]),
  ];
}

function formatMarkdown([head = [], ...rows]: string[][]): string {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
