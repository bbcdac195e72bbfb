import type { SeedPlan } from "@lychgate/policy-store";
import { Command, Option } from "commander";
import { findConfig } from "../config.ts";
import { CliError } from "../errors.ts";
import { loadRepository } from "../repository.ts";
import { readStackFile } from "../stack-file.ts";
import type { TableAddress } from "../table-client.ts";

interface SeedOptions {
  table?: string;
  region?: string;
  endpoint?: string;
  plan?: boolean;
  json?: boolean;
  allowEmpty?: boolean;
  replaceMalformed?: boolean;
}

const HELP = `
Without --table, the table of the local stack that runs in this repository.
A run that was interrupted is finished by the next one. Groups whose policy has not changed are not written.

Examples:
  lychgate seed --plan
  lychgate seed --table lychgate-prod-policies --region eu-west-1`;

export function seedCommand(): Command {
  return new Command("seed")
    .description("write the compiled policies to the policy table")
    .addOption(new Option("--table <name>", "the DynamoDB table").env("LYCHGATE_TABLE"))
    .addOption(new Option("--region <region>", "its region").env("AWS_REGION"))
    .option("--endpoint <url>", "another DynamoDB server than AWS's own")
    .option("--plan", "print what would be written, and write nothing")
    .option("--json", "print the plan as JSON")
    .option("--allow-empty", "remove every policy when the repository has none")
    .option("--replace-malformed", "replace items of the table that cannot be read")
    .addHelpText("after", HELP)
    .action(seed);
}

async function seed(options: SeedOptions): Promise<void> {
  const { policies, root } = loadRepository(process.cwd());
  const wanted = policies.map(({ compiled: { group, description, text, revision } }) => ({
    group,
    description,
    policy: text,
    revision,
  }));
  const address = tableAddress(options, root);
  // The SDK takes long to load, and only who seeds needs it.
  const { applySeed, planSeed } = await import("@lychgate/policy-store");
  const { openTable } = await import("../table-client.ts");
  const { store, close } = openTable(address);
  try {
    const { allowEmpty = false, replaceMalformed = false } = options;
    const plan = await planSeed(store, wanted, { allowEmpty, replaceMalformed });
    console.log(options.json ? JSON.stringify(planSummary(plan)) : formatPlan(plan));
    if (options.plan) return;
    const { written } = await applySeed(store, plan, { onProgress: showProgress });
    if (!options.json) console.log(written === 0 ? "nothing to write" : `wrote ${written} items`);
  } finally {
    close();
  }
}

function tableAddress({ table, region, endpoint }: SeedOptions, root: string): TableAddress {
  if (table !== undefined) {
    return { tableName: table, ...(region && { region }), ...(endpoint && { endpoint }) };
  }
  if (endpoint !== undefined) throw new CliError("Usage", "--endpoint: expected --table with it");
  const stack = readStackFile(root);
  if (stack) return { ...stack.dynamodb, region: stack.region };
  throw new CliError("Usage", `no table: give --table, or start the local stack in ${findConfig(root).root}`);
}

/** What is done to which group, with the revisions' first digits. */
function planSummary({ added, changed, removed, replaced, unchanged }: SeedPlan): object {
  return {
    added: added.map(({ group, revision }) => ({ group, revision })),
    changed: changed.map(({ item, base }) => ({ group: item.group, revision: item.revision, base })),
    removed: removed.map(({ group, revision }) => ({ group, revision })),
    replaced: replaced.map(({ group, reason }) => ({ group, reason: String(reason) })),
    unchanged,
  };
}

function formatPlan({ added, changed, removed, replaced, unchanged }: SeedPlan): string {
  return [
    ...added.map(({ group, revision }) => `+ ${group}  ${short(revision)}`),
    ...changed.map(({ item, base }) => `~ ${item.group}  ${short(base)} → ${short(item.revision)}`),
    ...replaced.map(
      ({ group, item }) => `! ${group}  malformed → ${item ? short(item.revision) : "removed"}`,
    ),
    ...removed.map(({ group, revision }) => `- ${group}  ${short(revision)}`),
    `${added.length} added, ${changed.length} changed, ${replaced.length} replaced, ${removed.length} removed, ${unchanged} unchanged`,
  ].join("\n");
}

function short(revision: string): string {
  return revision.slice(0, 12);
}

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}${done === total ? "\n" : ""}`);
}
