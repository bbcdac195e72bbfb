import { Command, InvalidArgumentError } from "commander";
import { addRunOptions, type RunOptions, runRelease } from "../release-run.ts";
import { addTableOptions, type TableOptions, withTable } from "../table-options.ts";

const HELP = `
What the release held is read from the table; nothing of the repository is needed. It is put in force in the
way of \`lychgate seed\`, and entered in the history as a release of its own.
\`lychgate releases\` lists what there is to go back to.

Examples:
  lychgate rollback 3f1c5a90b2d4 --plan
  lychgate rollback 3f1c5a90b2d4 --table lychgate-prod-policies --region eu-west-1`;

export function rollbackCommand(): Command {
  const command = new Command("rollback")
    .description("put a release in force that was in force before")
    .argument("<release>", "its id or the first digits of it", parseRelease);
  return addRunOptions(addTableOptions(command)).addHelpText("after", HELP).action(rollback);
}

async function rollback(release: string, options: TableOptions & RunOptions): Promise<void> {
  await withTable(options, async (table) => {
    const { findRelease, readRelease } = await import("@lychgate/policy-store");
    const id = await findRelease(table.releases, release);
    const items = await readRelease(table.releases, id);
    const current = (await table.releases.head())?.current?.id;
    const rollbackOf = current === undefined || current === id ? {} : { rollbackOf: current };
    // A release of nothing was seeded by somebody who said so.
    await runRelease(table, items, { ...options, ...rollbackOf, allowEmpty: true });
  });
}

function parseRelease(text: string): string {
  if (/^[0-9a-f]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError("expected up to 64 hexadecimal digits in lower case");
}
