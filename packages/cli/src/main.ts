import { Command, CommanderError } from "commander";
import { bundleCommand } from "./commands/bundle.ts";
import { coverageCommand } from "./commands/coverage.ts";
import { diffCommand } from "./commands/diff.ts";
import { driftCommand } from "./commands/drift.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { explainCommand } from "./commands/explain.ts";
import { generateCommand } from "./commands/generate.ts";
import { importCommand } from "./commands/import.ts";
import { lintCommand } from "./commands/lint.ts";
import { matrixCommand } from "./commands/matrix.ts";
import { newCommand } from "./commands/new.ts";
import { packageCommand } from "./commands/package.ts";
import { proveCommand } from "./commands/prove.ts";
import { releasesCommand } from "./commands/releases.ts";
import { revokeCommand } from "./commands/revoke.ts";
import { rollbackCommand } from "./commands/rollback.ts";
import { seedCommand } from "./commands/seed.ts";
import { serveCommand } from "./commands/serve.ts";
import { tokenCommand } from "./commands/token.ts";
import { validateCommand } from "./commands/validate.ts";
import { EXIT_CODES } from "./exit-codes.ts";

/** In the order in which a policy travels. */
const COMMANDS = [
  newCommand,
  importCommand,
  generateCommand,
  validateCommand,
  lintCommand,
  explainCommand,
  evaluateCommand,
  proveCommand,
  coverageCommand,
  matrixCommand,
  diffCommand,
  bundleCommand,
  seedCommand,
  releasesCommand,
  rollbackCommand,
  driftCommand,
  revokeCommand,
  packageCommand,
  serveCommand,
  tokenCommand,
];

const EXIT_CODE_HELP = `
Exit codes: ${EXIT_CODES.fine} fine, ${EXIT_CODES.findings} findings, ${EXIT_CODES.fault} wrong usage or a fault.`;

/** The command line. It is the only place that prints errors and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever reads the output may stop reading, as `head` does.
  process.stdout.on("error", () => process.exit(EXIT_CODES.fault));
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

export function createProgram(): Command {
  const program = new Command("lychgate")
    .description("Group policies for APIs behind Amazon API Gateway, as reviewed TypeScript.")
    .option("--debug", "print where a fault came from")
    .addHelpText("after", EXIT_CODE_HELP);
  for (const create of COMMANDS) program.addCommand(create());
  for (const command of [program, ...program.commands]) command.exitOverride().showHelpAfterError(false);
  return program;
}

function exitCodeOf(error: unknown): number {
  // Commander has printed its own errors, and help and version end it too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.fine : EXIT_CODES.fault;
  const message = error instanceof Error ? error.message : String(error);
  console.error(`lychgate: ${message}`);
  if (process.argv.includes("--debug") && error instanceof Error) console.error(error.stack);
  return EXIT_CODES.fault;
}
