import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { BundleSide } from "../bundle/create-bundle.ts";
import type { CoverageReport } from "../cover/coverage-report.ts";
import { CliError } from "../errors.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { loadRepository } from "../repository.ts";
import { folderSource, openSource, type Source } from "../source.ts";

interface BundleOptions {
  base?: string;
  head?: string;
  output?: string;
  console?: string;
  coverage?: boolean;
}

const HELP = `
A base or a head is a git ref, or a folder that holds a repository. Nothing is checked out.
Without --output and --console, it is written to standard output.
The bundle holds policies and contracts as they are; of the contracts it leaves out integrations and accounts.

Examples:
  lychgate bundle --output bundle.json
  lychgate bundle --base origin/main --console review
  lychgate bundle --coverage | jq .coverage`;

export function bundleCommand(): Command {
  return new Command("bundle")
    .description("write what the console shows: policies, who may do what, what the checks found")
    .option("--base <ref or folder>", "what to compare with; without it nothing is compared")
    .option("--head <ref or folder>", "what to show; by default the files of this folder")
    .option("--output <file>", "write it to a file")
    .option("--console <folder>", "write the console and its bundle.json: pages for any web server")
    .option("--coverage", "run the policy tests, and say what they cover")
    .addHelpText("after", HELP)
    .action(bundle);
}

async function bundle({ base, head, output, console: site, coverage }: BundleOptions): Promise<void> {
  const cwd = process.cwd();
  const shown = sideOf(head, cwd);
  const covered = coverage ? await coverageOf(shown.source) : undefined;
  if (covered === "failed") return;
  const { createBundle } = await import("../bundle/create-bundle.ts");
  const bundle = createBundle(shown, {
    ...(base !== undefined && { base: sideOf(base, cwd) }),
    ...(covered && { coverage: covered }),
  });
  const text = `${JSON.stringify(bundle)}\n`;
  if (output !== undefined) writeFileSync(output, text);
  if (site !== undefined) await writeConsole(site, text);
  if (output === undefined && site === undefined) process.stdout.write(text);
}

function sideOf(name: string | undefined, cwd: string): BundleSide {
  if (name === undefined) return { name: "working tree", source: folderSource(cwd) };
  return { name, source: openSource(name, cwd) };
}

/** `failed` where the tests do, which is then said. */
async function coverageOf({ root, commit }: Source): Promise<CoverageReport | "failed"> {
  if (commit !== undefined) {
    throw new CliError("Usage", "--coverage: expected the head to be a folder, whose tests can be run");
  }
  const { coverRepository } = await import("../cover/cover-repository.ts");
  const covered = await coverRepository(loadRepository(root));
  if ("report" in covered) return covered.report;
  console.error(`the policy tests fail\n${covered.output}`);
  process.exitCode = EXIT_CODES.findings;
  return "failed";
}

async function writeConsole(folder: string, bundle: string): Promise<void> {
  const { buildConsole } = await import("../bundle/console-build.ts");
  const built = await buildConsole();
  mkdirSync(folder, { recursive: true });
  cpSync(built, folder, { recursive: true });
  writeFileSync(join(folder, "bundle.json"), bundle);
}
