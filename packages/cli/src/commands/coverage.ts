import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { CoverageReport } from "../cover/coverage-report.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { loadRepository } from "../repository.ts";

const FORMATS = ["text", "json", "html"] as const;

interface CoverageOptions {
  format: (typeof FORMATS)[number];
  output?: string;
  minRoutes?: number;
  minStatements?: number;
  minMutation?: number;
}

const HELP = `
Runs the policy tests once, so what they do is done. A change is a statement dropped, widened, turned around,
or without its condition; it is noticed when a test or a guardrail fails, or when it does not compile.

Examples:
  lychgate coverage
  lychgate coverage --min-routes 100 --min-statements 100 --min-mutation 90
  lychgate coverage --format html --output coverage.html`;

export function coverageCommand(): Command {
  return new Command("coverage")
    .description(
      "say which routes are reached, which statements are tested, and which mistakes would be noticed",
    )
    .addOption(new Option("--format <format>", "how to print it").choices(FORMATS).default("text"))
    .option("--output <file>", "write it to a file")
    .option("--min-routes <percent>", "fail when groups reach less of the routes", parsePercent)
    .option("--min-statements <percent>", "fail when tests use less of the statements", parsePercent)
    .option("--min-mutation <percent>", "fail when less of the changes are noticed", parsePercent)
    .addHelpText("after", HELP)
    .action(cover);
}

async function cover(options: CoverageOptions): Promise<void> {
  const repository = loadRepository(process.cwd());
  const { coverRepository } = await import("../cover/cover-repository.ts");
  const covered = await coverRepository(repository, process.stderr.isTTY ? showProgress : undefined);
  if ("output" in covered) {
    console.error(`the policy tests fail\n${covered.output}`);
    process.exitCode = EXIT_CODES.findings;
    return;
  }
  const { report } = covered;
  await print(report, options);
  const missed = missedThresholds(report, options);
  for (const line of missed) console.error(line);
  if (missed.length > 0) process.exitCode = EXIT_CODES.findings;
}

async function print(report: CoverageReport, { format, output }: CoverageOptions): Promise<void> {
  const text = await FORMATTERS[format](report);
  if (output === undefined) console.log(text);
  else writeFileSync(output, `${text}\n`);
}

const FORMATTERS: Record<CoverageOptions["format"], (report: CoverageReport) => Promise<string>> = {
  text: async (report) => (await import("../cover/coverage-text.ts")).coverageText(report),
  json: async (report) => JSON.stringify(report, null, 2),
  html: async (report) => (await import("../cover/coverage-html.ts")).coverageHtml(report).trimEnd(),
};

function missedThresholds(report: CoverageReport, options: CoverageOptions): string[] {
  const thresholds = [
    ["routes", report.routes.percent, options.minRoutes],
    ["statements", report.statements.percent, options.minStatements],
    ["mutation", report.mutation.percent, options.minMutation],
  ] as const;
  return thresholds.flatMap(([name, percent, minimum = 0]) =>
    percent < minimum ? [`${name}: expected at least ${minimum}%, got ${percent}%`] : [],
  );
}

function showProgress(done: number, total: number): void {
  process.stderr.write(done === total ? "\r\x1b[K" : `\r${done} of ${total} changes tried`);
}

function parsePercent(text: string): number {
  const percent = Number(text);
  if (/^\d{1,3}(\.\d)?$/.test(text) && percent <= 100) return percent;
  throw new InvalidArgumentError("expected a percentage from 0 to 100");
}
