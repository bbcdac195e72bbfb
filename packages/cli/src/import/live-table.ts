/** The policy table of an account, read by Scan page by page. Nothing is written to it. */
import { type TableOptions, withTable } from "../table-options.ts";
import type { ReadSource } from "./import-source.ts";
import { parseJson } from "./json-file.ts";
import { isCompiledText } from "./policy-text.ts";

/** Reads the items of a table. @throws PolicyStoreError when the table gives no usable answer */
export function readLiveTable(options: TableOptions & { table: string }): Promise<ReadSource[]> {
  return withTable(options, async ({ store }) => {
    const sources: ReadSource[] = [];
    const origin = `table ${options.table}`;
    const onMalformed = ({ group, error }: { group: string; error: Error }) => {
      sources.push({ group, origin, problem: error.message });
    };
    for await (const { group, policy, description, usageTier } of store.list({ onMalformed })) {
      const document = parseJson(policy);
      const isCompiled = isCompiledText(policy, document);
      sources.push({
        group,
        origin,
        document,
        isCompiled,
        ...(description !== undefined && { description }),
        ...(usageTier !== undefined && { usageTier }),
      });
    }
    return sources.sort((a, b) => (a.group < b.group ? -1 : 1));
  });
}
