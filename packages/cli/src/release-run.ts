/** Putting a release in force, as `seed` and `rollback` do. */
import { execFileSync } from "node:child_process";
import type { PolicyItem, ReleaseOptions, SeedPlanOptions } from "@lychgate/policy-store";
import { type Command, Option } from "commander";
import { formatPlan, pendingLines, planSummary } from "./plan-text.ts";
import type { Repository } from "./repository.ts";
import type { OpenTable } from "./table-client.ts";

export interface RunOptions {
  plan?: boolean;
  json?: boolean;
  replaceMalformed?: boolean;
  takeOver?: boolean;
  commit?: string;
  author?: string;
}

export function addRunOptions(command: Command): Command {
  return command
    .option("--plan", "print what would be written, and write nothing")
    .option("--json", "print the plan as JSON")
    .option("--replace-malformed", "replace items of the table that cannot be read")
    .option("--take-over", "begin although the seeding of another release is not finished")
    .addOption(new Option("--commit <sha>", "the commit for the history").env("GITHUB_SHA"))
    .addOption(new Option("--author <name>", "the author for the history").env("GITHUB_ACTOR"));
}

/** The items that a repository compiles to. */
export function itemsOf({ policies }: Repository): PolicyItem[] {
  return policies.map(({ compiled: { group, description, usageTier, text, revision } }) => ({
    group,
    description,
    policy: text,
    revision,
    ...(usageTier !== undefined && { usageTier }),
  }));
}

/** The commit that a folder is at, marked where it is not exactly that; absent where it is not known. */
export function commitOf(folder: string): string | undefined {
  try {
    const args = ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"];
    const commit = execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return commit.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Prints the plan for a release and, unless that is all, carries it out. */
export async function runRelease(
  table: OpenTable,
  items: readonly PolicyItem[],
  {
    plan: isPlanOnly = false,
    json = false,
    commit,
    author,
    takeOver = false,
    ...options
  }: RunOptions & Pick<ReleaseOptions, "adopt" | "rollbackOf"> & SeedPlanOptions,
): Promise<void> {
  const { applyRelease, planRelease } = await import("@lychgate/policy-store");
  const plan = await planRelease(table, items, options);
  const text = [formatPlan(plan.seed), `release ${plan.id}`, ...pendingLines(plan.head)].join("\n");
  console.log(json ? JSON.stringify(planSummary(plan)) : text);
  if (isPlanOnly) return;
  const { written } = await applyRelease(table, plan, {
    ...options,
    takeOver,
    now: () => new Date(),
    onProgress: showProgress,
    ...(commit !== undefined && { commit }),
    ...(author !== undefined && { author }),
  });
  if (!json) console.log(written === 0 ? "nothing to write" : `wrote ${written} items`);
}

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}${done === total ? "\n" : ""}`);
}
