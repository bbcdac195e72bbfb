import { Command, Option } from "commander";
import { EXIT_CODES } from "../exit-codes.ts";
import { formatProblem } from "../repository.ts";
import { proveMarkdown } from "./prove-markdown.ts";
import type { PlacedReport } from "./prove-report.ts";
import { proveRepository } from "./prove-repository.ts";
import { proveSarif } from "./prove-sarif.ts";
import { proveText } from "./prove-text.ts";

const HELP = `
Proves the guardrails that stand beside the policies, in guardrails.ts, of every request and every set of
groups. One that does not hold is printed with a user and a request that break it.

Examples:
  lychgate prove
  lychgate prove --format sarif > prove.sarif`;

const FORMATS: Record<string, (report: PlacedReport) => string> = {
  text: proveText,
  json: (report) => JSON.stringify(report, null, 2),
  sarif: (report) => JSON.stringify(proveSarif(report), null, 2),
  markdown: proveMarkdown,
};

export function proveCommand(): Command {
  return new Command("prove")
    .description("prove the guardrails over every request and every set of groups")
    .addOption(
      new Option("--format <format>", "how to print what was found")
        .choices(Object.keys(FORMATS))
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(({ format }: { format: string }) => printProofs(format));
}

function printProofs(format: string): void {
  const proofs = proveRepository(process.cwd());
  if ("problems" in proofs) {
    for (const problem of proofs.problems) console.error(formatProblem(problem));
    process.exitCode = EXIT_CODES.findings;
    return;
  }
  const { report } = proofs;
  console.log(FORMATS[format]?.(report));
  if (report.guardrails.some(({ outcome }) => outcome !== "proved")) process.exitCode = EXIT_CODES.findings;
}
