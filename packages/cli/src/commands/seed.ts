import { expectRelease, releaseIdOf } from "@lychgate/policy-store/release";
import { Command, InvalidArgumentError } from "commander";
import { addRunOptions, commitOf, itemsOf, type RunOptions, runRelease } from "../release-run.ts";
import { loadRepository } from "../repository.ts";
import { addTableOptions, type TableOptions, withTable } from "../table-options.ts";

interface SeedOptions extends TableOptions, RunOptions {
  expect?: string;
  allowEmpty?: boolean;
  adopt?: boolean;
}

const HELP = `
Without --table, the table of the local stack that runs in this repository.
A run that was interrupted is finished by the next one; until then no other release is seeded, unless it takes
the table over. Groups whose policy has not changed are not written.
The release's id is the hash of what it holds; \`lychgate validate\` prints it for the review.

Examples:
  lychgate seed --plan
  lychgate seed --table lychgate-prod-policies --region eu-west-1
  lychgate seed --table lychgate-prod-policies --region eu-west-1 --expect 3f1c5a90b2d4`;

export function seedCommand(): Command {
  const command = new Command("seed").description("write the compiled policies to the policy table");
  return addRunOptions(addTableOptions(command))
    .option(
      "--expect <release>",
      "refuse to write any other release; 12 digits of its id or more",
      parseExpected,
    )
    .option("--allow-empty", "remove every policy when the repository has none")
    .option("--adopt", "take a table that holds items but was never seeded")
    .addHelpText("after", HELP)
    .action(seed);
}

async function seed({ expect, ...options }: SeedOptions): Promise<void> {
  const repository = loadRepository(process.cwd());
  const items = itemsOf(repository);
  if (expect !== undefined) expectRelease(releaseIdOf(items), expect);
  const commit = options.commit ?? commitOf(repository.root);
  await withTable(options, (table) =>
    runRelease(table, items, { ...options, ...(commit !== undefined && { commit }) }),
  );
}

function parseExpected(text: string): string {
  if (/^[0-9a-f]{12,64}$/.test(text)) return text;
  throw new InvalidArgumentError("expected 12 to 64 hexadecimal digits in lower case");
}
