import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Command, Option } from "commander";
import { policyFileName, writeModule } from "../authoring/policy-file.ts";
import { findConfig } from "../config.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import type { ImportResult } from "../import/import-policy.ts";
import type { ReportedImport } from "../import/import-report.ts";
import type { SourceOptions } from "../import/import-sources.ts";
import { loadContract } from "../repository.ts";

interface ImportOptions extends SourceOptions {
  out?: string;
  dryRun?: boolean;
  force?: boolean;
  acceptNarrower?: boolean;
  format: "text" | "json";
}

const HELP = `
Each module is proved to let in what its document lets in, and never more. Afterwards run
\`lychgate generate && lychgate validate\`.
A module that lets in less is written with --accept-narrower only; what no module says is refused.

Examples:
  lychgate import --documents pet-veterinarian.json
  lychgate import --table auth-policy-store.json --dry-run
  lychgate import --live-table auth-policy-store --region eu-west-1
  aws iam get-role-policy --role-name pets --policy-name api > role.json && lychgate import --role role.json`;

export function importCommand(): Command {
  return new Command("import")
    .description("make policy modules of IAM documents, a policy table or an IAM role's policies")
    .option("--documents <file...>", "policy documents as JSON, named after their groups")
    .option("--table <file>", "a table's items { group, policy } as JSON, JSON lines or DynamoDB JSON")
    .option("--live-table <name>", "a DynamoDB table of such items; it is only read")
    .option("--role <file>", "what `aws iam` prints of a role's policies, or of all roles")
    .option("--group <name>", "the group of the one document or role")
    .option("--out <folder>", "where to write; the policies' folder unless given")
    .option("--dry-run", "print the modules and write nothing")
    .option("--force", "write over files that are there")
    .option("--accept-narrower", "write modules that let in less than their documents, too")
    .addOption(new Option("--format <format>", "of the report").choices(["text", "json"]).default("text"))
    .addOption(new Option("--region <region>", "of the table").env("AWS_REGION"))
    .option("--endpoint <url>", "another DynamoDB server than AWS's own")
    .addHelpText("after", HELP)
    .action(importGroups);
}

async function importGroups(options: ImportOptions): Promise<void> {
  const { importSources, readSources } = await import("../import/import-sources.ts");
  const { formatImports, importsAsJson, isFinding } = await import("../import/import-report.ts");
  const { root, config } = findConfig(process.cwd());
  const contract = loadContract(root, config.contracts);
  const results = importSources(await readSources(options), contract);
  const folder = options.out === undefined ? join(root, config.policies) : resolve(options.out);
  const imports = results.map((result) => written(result, folder, root, options));
  if (options.format === "json") console.log(JSON.stringify(importsAsJson(imports)));
  else {
    if (options.dryRun) for (const each of imports) printModule(each);
    console.log(formatImports(imports));
  }
  if (imports.some((each) => isFinding(each, options.dryRun === true)))
    process.exitCode = EXIT_CODES.findings;
}

/** Writes a module that may be written. */
function written(result: ImportResult, folder: string, root: string, options: ImportOptions): ReportedImport {
  const { outcome, group } = result;
  if (!("module" in outcome)) return { ...result, isWritten: false };
  const path = join(folder, policyFileName(group));
  const file = relative(root, path);
  const { force = false, dryRun = false, acceptNarrower = false } = options;
  if (!force && !dryRun && existsSync(path)) {
    const reason = `${file} is there already; give --force to write over it`;
    return { ...result, outcome: { status: "refused", reason }, isWritten: false };
  }
  if (dryRun || (outcome.status === "narrowed" && !acceptNarrower))
    return { ...result, file, isWritten: false };
  writeModule(path, outcome.module, { force });
  return { ...result, file, isWritten: true };
}

function printModule({ outcome, file }: ReportedImport): void {
  if ("module" in outcome) console.log(`// ${file}\n${outcome.module}`);
}
