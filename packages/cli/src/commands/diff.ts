import { styleText } from "node:util";
import type { DiffReport } from "@lychgate/evaluation";
import { Command, Option } from "commander";
import type { Sides } from "../diff/sides.ts";
import { EXIT_CODES } from "../exit-codes.ts";

type Formatter = (report: DiffReport, sides: Sides) => string | Promise<string>;

const FORMATTERS = {
  text: async (report) => {
    const { formatText } = await import("../diff/text.ts");
    return formatText(report, (style, text) => styleText(style, text, { stream: process.stdout }));
  },
  json: (report) => JSON.stringify(report, null, 2),
  markdown: async (report) => (await import("../diff/markdown.ts")).formatMarkdown(report),
  sarif: async (report, { root }) => {
    const [{ formatSarif }, { prefixInGit }] = await Promise.all([
      import("../diff/sarif.ts"),
      import("../source-git.ts"),
    ]);
    return JSON.stringify(formatSarif(report, prefixInGit(root)), null, 2);
  },
} as const satisfies Record<string, Formatter>;

interface DiffOptions {
  base?: string;
  head?: string;
  format: keyof typeof FORMATTERS;
  anyPath?: boolean;
  exitCode?: boolean;
  failOn?: "sensitive";
}

const HELP = `
A base or a head is a git ref, or a folder that holds a repository. Nothing is checked out.
Changes are no findings: the exit code is 0 unless an option asks for another.

Examples:
  lychgate diff
  lychgate diff --base origin/main --format markdown
  lychgate diff --base v1.4.0 --head HEAD --format json
  lychgate diff --fail-on sensitive`;

export function diffCommand(): Command {
  return new Command("diff")
    .description("say exactly what a change of the policies lets in and shuts out, with a request for each")
    .option("--base <ref or folder>", "compare with this; by default where the head left main, or HEAD")
    .option("--head <ref or folder>", "the change; by default the files of this folder")
    .addOption(
      new Option("--format <format>", "how to print it").choices(Object.keys(FORMATTERS)).default("text"),
    )
    .addOption(
      // Changes of any path name no route, so none of them could be a sensitive one's.
      new Option("--any-path", "compare every verb and path, not only what the contracts serve").conflicts(
        "failOn",
      ),
    )
    .option("--exit-code", "exit with 1 when there are changes")
    .addOption(
      new Option("--fail-on <what>", "exit with 1 when access is gained on a sensitive route").choices([
        "sensitive",
      ]),
    )
    .addHelpText("after", HELP)
    .action(diff);
}

async function diff({
  base,
  head,
  format,
  anyPath = false,
  exitCode = false,
  failOn,
}: DiffOptions): Promise<void> {
  // Proofs take long to load, and most commands need none.
  const [{ comparePolicies }, { readSides }, { riskOf }] = await Promise.all([
    import("@lychgate/evaluation"),
    import("../diff/sides.ts"),
    import("../diff/row.ts"),
  ]);
  const sides = readSides(
    { ...(base !== undefined && { base }), ...(head !== undefined && { head }) },
    process.cwd(),
  );
  const report = comparePolicies(sides.base, sides.head, { anyPath });
  console.log(await FORMATTERS[format](report, sides));
  const isSensitive = report.changes.some((change) => riskOf(change) === "sensitive");
  if ((exitCode && report.changes.length > 0) || (failOn === "sensitive" && isSensitive)) {
    process.exitCode = EXIT_CODES.findings;
  }
}
