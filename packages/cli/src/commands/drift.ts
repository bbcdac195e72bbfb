import { Command } from "commander";
import { EXIT_CODES } from "../exit-codes.ts";
import { formatPlan, pendingLines, planSummary } from "../plan-text.ts";
import { itemsOf } from "../release-run.ts";
import { loadRepository } from "../repository.ts";
import { addTableOptions, type TableOptions, withTable } from "../table-options.ts";

interface DriftOptions extends TableOptions {
  json?: boolean;
}

const HELP = `
Lists what \`lychgate seed\` would write: + is missing in the table, - is there without a module, ~ differs,
! cannot be read. Exit codes: 0 the table holds what the repository says; 1 it does not; 2 a fault.

Example:
  lychgate drift --table lychgate-prod-policies --region eu-west-1`;

export function driftCommand(): Command {
  const command = new Command("drift").description("compare the policy table with this repository");
  return addTableOptions(command)
    .option("--json", "print the differences as JSON")
    .addHelpText("after", HELP)
    .action(compareTable);
}

async function compareTable(options: DriftOptions): Promise<void> {
  const items = itemsOf(loadRepository(process.cwd()));
  await withTable(options, async (table) => {
    const { countWrites, planRelease } = await import("@lychgate/policy-store");
    const plan = await planRelease(table, items, { allowEmpty: true, replaceMalformed: true });
    const { current = null, pending = null } = plan.head ?? {};
    const inForce = current === null ? "no release in force" : `in force ${current.id}`;
    const text = [formatPlan(plan.seed), `release ${plan.id}`, inForce, ...pendingLines(plan.head)].join(
      "\n",
    );
    console.log(options.json ? JSON.stringify({ ...planSummary(plan), current, pending }) : text);
    if (countWrites(plan.seed) > 0) process.exitCode = EXIT_CODES.findings;
  });
}
