/** Everything that is to be imported, read from where the options say it is. */
import type { Contract } from "@lychgate/policy";
import { CliError } from "../errors.ts";
import type { TableOptions } from "../table-options.ts";
import { type ImportResult, importPolicy } from "./import-policy.ts";
import { isUnreadable, type ReadSource } from "./import-source.ts";

export interface SourceOptions extends Pick<TableOptions, "region" | "endpoint"> {
  documents?: string[];
  table?: string;
  liveTable?: string;
  role?: string;
  group?: string;
}

/** Reads the sources, the files first. @throws CliError `Usage`; PolicyStoreError for a table */
export async function readSources(options: SourceOptions): Promise<ReadSource[]> {
  const { documents, table, liveTable, role, group, region, endpoint } = options;
  if (!documents && !table && !liveTable && !role) {
    throw new CliError("Usage", "expected --documents, --table, --live-table or --role");
  }
  if (group !== undefined && (table || liveTable)) {
    throw new CliError("Usage", "--group: expected --documents or --role with it; a table names its groups");
  }
  const sources: ReadSource[] = [];
  if (documents) sources.push(...(await import("./document-file.ts")).readDocuments(documents, group));
  if (role) sources.push(...(await import("./role-file.ts")).readRoleFile(role, group));
  if (table) sources.push(...(await import("./table-file.ts")).readTableFile(table));
  if (liveTable) {
    const address = { table: liveTable, ...(region && { region }), ...(endpoint && { endpoint }) };
    sources.push(...(await (await import("./live-table.ts")).readLiveTable(address)));
  }
  return sources;
}

/** Imports each source. The second one of a group is refused, for a group has one policy. */
export function importSources(sources: readonly ReadSource[], contract: Contract): ImportResult[] {
  const seen = new Map<string, string>();
  return sources.map((source) => {
    // Some file systems do not tell capitals apart.
    const name = source.group.toLowerCase();
    const other = seen.get(name);
    seen.set(name, source.origin);
    if (other !== undefined) return refused(source, `a group of this name came from ${other} already`);
    return isUnreadable(source) ? refused(source, source.problem) : importPolicy(source, contract);
  });
}

function refused({ group, origin }: ReadSource, reason: string): ImportResult {
  return { group, origin, leftOut: [], outcome: { status: "refused", reason } };
}
