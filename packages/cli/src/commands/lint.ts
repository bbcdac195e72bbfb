import { Command, InvalidArgumentError, Option } from "commander";
import { CliError } from "../errors.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import type { LintFormat } from "../lint/lint-report.ts";

interface LintOptions {
  documents?: string[];
  fix?: boolean;
  format: LintFormat;
  maxWarnings?: number;
}

const HELP = `
A finding is accepted by a comment on the line before it, or on its line: // lychgate-ignore LY302 why.
Errors end with exit code 1, and so do more warnings than --max-warnings.

Examples:
  lychgate lint
  lychgate lint --fix
  lychgate lint --format sarif > lint.sarif
  lychgate lint --documents policy.json table.json`;

export function lintCommand(): Command {
  return new Command("lint")
    .description("look for holes, conditions and statements without effect in policies and contracts")
    .option("--documents <file...>", "look at IAM policy documents in JSON files instead of this repository")
    .option("--fix", "take out of the policy modules what is proved to change nothing")
    .addOption(
      new Option("--format <format>", "how to write it").choices(["text", "json", "sarif"]).default("text"),
    )
    .option("--max-warnings <n>", "how many warnings may be there", parseCount)
    .addHelpText("after", HELP)
    .action(lint);
}

async function lint({ documents, fix, format, maxWarnings }: LintOptions): Promise<void> {
  if (documents && fix) throw new CliError("Usage", "--fix is for policy modules, not for --documents");
  const { countOf, LINT_FORMATS } = await import("../lint/lint-report.ts");
  const result = documents
    ? (await import("../lint/lint-documents.ts")).lintDocumentFiles(documents, process.cwd())
    : (await import("../lint/lint-repository.ts")).lintRepository(process.cwd(), { fix: fix === true });
  console.log(LINT_FORMATS[format](result));
  const { findings } = result;
  const tooMany = maxWarnings !== undefined && countOf(findings, "warning") > maxWarnings;
  if (countOf(findings, "error") > 0 || tooMany) process.exitCode = EXIT_CODES.findings;
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a number of warnings");
}
