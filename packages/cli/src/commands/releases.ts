import type { ReleaseEntry, ReleaseHistory } from "@lychgate/policy-store";
import { Command, InvalidArgumentError } from "commander";
import { oneLine, pendingLines, short } from "../plan-text.ts";
import { addTableOptions, type TableOptions, withTable } from "../table-options.ts";

interface ReleasesOptions extends TableOptions {
  limit: number;
  json?: boolean;
}

const HELP = `
The newest first; the first is in force. Groups are counted as +added ~changed -removed against the release before.
A seeding that is not finished is said below the table.

Examples:
  lychgate releases
  lychgate releases --table lychgate-prod-policies --region eu-west-1 --limit 100`;

export function releasesCommand(): Command {
  const command = new Command("releases").description("list the releases that came in force");
  return addTableOptions(command)
    .option("--limit <number>", "how many at most", parseLimit, 20)
    .option("--json", "print them as JSON, with their whole ids")
    .addHelpText("after", HELP)
    .action(printReleases);
}

async function printReleases(options: ReleasesOptions): Promise<void> {
  await withTable(options, async ({ releases }) => {
    const { listReleases } = await import("@lychgate/policy-store");
    const history = await listReleases(releases, options.limit);
    console.log(options.json ? JSON.stringify(historySummary(history)) : formatHistory(history));
  });
}

function historySummary({ head, releases }: ReleaseHistory): object {
  return { current: head?.current ?? null, pending: head?.pending ?? null, releases };
}

const COLUMNS = {
  release: ({ id }: ReleaseEntry) => short(id),
  created: ({ createdAt }: ReleaseEntry) => oneLine(createdAt),
  commit: ({ commit }: ReleaseEntry) => (commit === undefined ? "-" : oneLine(short(commit))),
  author: ({ author }: ReleaseEntry) => oneLine(author ?? "-"),
  groups: ({ added, changed, removed }: ReleaseEntry) => `+${added} ~${changed} -${removed}`,
  "": ({ rollbackOf }: ReleaseEntry) => (rollbackOf === undefined ? "" : `rollback of ${short(rollbackOf)}`),
} as const;

function formatHistory({ head, releases }: ReleaseHistory): string {
  if (releases.length === 0) return ["no releases", ...pendingLines(head)].join("\n");
  const rows = [
    Object.keys(COLUMNS),
    ...releases.map((entry) => Object.values(COLUMNS).map((write) => write(entry))),
  ];
  const widths = Object.keys(COLUMNS).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...pendingLines(head)].join("\n");
}

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number of at least 1");
}
