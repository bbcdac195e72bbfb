import { formatPath, validateDocument } from "@lychgate/policy";
import { releaseIdOf } from "@lychgate/policy-store/release";
import { Command } from "commander";
import { EXIT_CODES } from "../exit-codes.ts";
import { answerLines, writeOut } from "../ndjson.ts";
import { itemsOf } from "../release-run.ts";
import { formatProblem, inspectRepository } from "../repository.ts";

const HELP = `
With --stdin, reads one PolicyDocument a line and writes { "valid", "errors": [{ "path", "message" }] } a line.

Examples:
  lychgate validate
  lychgate validate --stdin < documents.ndjson`;

export function validateCommand(): Command {
  return new Command("validate")
    .description("check the policies of this repository, or policy documents from standard input")
    .option("--stdin", "read policy documents, one a line")
    .addHelpText("after", HELP)
    .action(({ stdin = false }: { stdin?: boolean }) => (stdin ? validateLines() : validateRepository()));
}

function validateRepository(): void {
  const { repository, problems } = inspectRepository(process.cwd());
  const { policies, contract } = repository;
  for (const problem of problems) console.error(formatProblem(problem));
  if (problems.length > 0) {
    process.exitCode = EXIT_CODES.findings;
    return;
  }
  console.log(`${policies.length} policies over ${contract.operations.length} operations: valid`);
  const width = Math.max(0, ...policies.map(({ compiled }) => compiled.group.length));
  for (const { compiled } of policies) {
    console.log(
      `  ${compiled.group.padEnd(width)}  ${compiled.revision.slice(0, 12)}  ${compiled.text.length} bytes`,
    );
  }
  console.log(`release ${releaseIdOf(itemsOf(repository))}`);
}

async function validateLines(): Promise<void> {
  let allValid = true;
  const allAnswered = await answerLines(process.stdin, writeOut, (value) => {
    const validated = validateDocument(value);
    if (validated.valid) return { valid: true, errors: [] };
    allValid = false;
    const errors = validated.findings.map((finding) => ({
      path: formatPath(finding.path),
      message: finding.message,
    }));
    return { valid: false, errors };
  });
  if (!allValid || !allAnswered) process.exitCode = EXIT_CODES.findings;
}
