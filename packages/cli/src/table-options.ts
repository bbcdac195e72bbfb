/** Which policy table a command is about. */
import { type Command, Option } from "commander";
import { findConfig } from "./config.ts";
import { CliError } from "./errors.ts";
import { readStackFile } from "./stack-file.ts";
import type { OpenTable, TableAddress } from "./table-client.ts";

export interface TableOptions {
  table?: string;
  region?: string;
  endpoint?: string;
}

export function addTableOptions(command: Command): Command {
  return command
    .addOption(new Option("--table <name>", "the DynamoDB table").env("LYCHGATE_TABLE"))
    .addOption(new Option("--region <region>", "its region").env("AWS_REGION"))
    .option("--endpoint <url>", "another DynamoDB server than AWS's own");
}

/** Does something with the table of the options, and lets the process end. */
export async function withTable<T>(options: TableOptions, run: (table: OpenTable) => Promise<T>): Promise<T> {
  const address = addressOf(options);
  // The SDK takes long to load, and only who asks the table needs it.
  const { openTable } = await import("./table-client.ts");
  const table = openTable(address);
  try {
    return await run(table);
  } finally {
    table.close();
  }
}

/** The table that is named, or the one of the local stack that runs in this repository. @throws CliError `Usage` */
function addressOf({ table, region, endpoint }: TableOptions): TableAddress {
  if (table !== undefined) {
    return { tableName: table, ...(region && { region }), ...(endpoint && { endpoint }) };
  }
  if (endpoint !== undefined) throw new CliError("Usage", "--endpoint: expected --table with it");
  const { root } = findConfig(process.cwd());
  const stack = readStackFile(root);
  if (stack) return { ...stack.dynamodb, region: stack.region };
  throw new CliError("Usage", `no table: give --table, or start the local stack in ${root}`);
}
