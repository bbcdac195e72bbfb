import { readFileSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import type { Matrix } from "../cover/matrix.ts";
import { CliError } from "../errors.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { loadRepository } from "../repository.ts";

const FORMATS = ["markdown", "csv", "json"] as const;

interface MatrixOptions {
  format: (typeof FORMATS)[number];
  write?: string;
  check?: string;
}

const PART = "lychgate matrix";

const HELP = `
yes: whatever the circumstances; if: in some circumstances; part: some of the operation's requests; no: none.
A file for --write and --check has a part between <!-- ${PART} --> and <!-- /${PART} -->, which is Markdown.

Examples:
  lychgate matrix
  lychgate matrix --format csv > matrix.csv
  lychgate matrix --write policies/README.md`;

export function matrixCommand(): Command {
  return new Command("matrix")
    .description("show which group may do what: groups and operations as a table")
    .addOption(new Option("--format <format>", "how to print it").choices(FORMATS).default("markdown"))
    .option("--write <file>", "put it into a file")
    .addOption(
      new Option("--check <file>", "write nothing; fail when the file is out of date").conflicts("write"),
    )
    .addHelpText("after", HELP)
    .action(showMatrix);
}

async function showMatrix({ format, write, check }: MatrixOptions): Promise<void> {
  const { matrixOf } = await import("../cover/matrix.ts");
  const matrix = matrixOf(loadRepository(process.cwd()));
  const file = write ?? check;
  if (file === undefined) {
    process.stdout.write(await FORMATTERS[format](matrix));
    return;
  }
  const { replaceMarkedPart } = await import("../cover/marked-part.ts");
  const text = readText(file);
  const wanted = replaceMarkedPart(text, PART, (await FORMATTERS.markdown(matrix)).trimEnd(), file);
  if (text === wanted) return;
  if (write === undefined) {
    console.error(`${file} is out of date: run \`lychgate matrix --write ${file}\``);
    process.exitCode = EXIT_CODES.findings;
  } else {
    writeFileSync(file, wanted);
    console.log(`wrote ${file}`);
  }
}

const FORMATTERS: Record<MatrixOptions["format"], (matrix: Matrix) => Promise<string>> = {
  markdown: async (matrix) => `${(await import("../cover/matrix-markdown.ts")).matrixMarkdown(matrix)}\n`,
  csv: async (matrix) => (await import("../cover/matrix-csv.ts")).matrixCsv(matrix),
  json: async (matrix) => `${JSON.stringify(matrix, null, 2)}\n`,
};

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CliError("Usage", `the file \`${file}\` cannot be read`, { cause });
  }
}
