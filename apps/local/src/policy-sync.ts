import { formatProblem, inspectRepository, loadRepository, type Repository } from "@lychgate/cli";
import {
  applyRelease,
  type PolicyItem,
  planRelease,
  type ReleaseTable,
  type SeedPlan,
} from "@lychgate/policy-store";

/** What saving a policy module led to. */
export type SyncOutcome =
  | { kind: "unchanged" }
  | { kind: "seeded"; groups: { group: string; change: "added" | "changed" | "removed" }[] }
  | { kind: "refused"; problems: string[] };

/** Seeds the repository's policies. @throws CliError when one is broken */
export async function seedPolicies(table: ReleaseTable, root: string): Promise<void> {
  await seedItems(table, itemsOf(loadRepository(root)));
}

/** Seeds the repository's policies if all of them are sound; the last good ones stay in force otherwise. */
export async function syncPolicies(table: ReleaseTable, root: string): Promise<SyncOutcome> {
  const { repository, problems } = inspectRepository(root);
  if (problems.length > 0) return { kind: "refused", problems: problems.map(formatProblem) };
  const { seed, written } = await seedItems(table, itemsOf(repository));
  return written === 0 ? { kind: "unchanged" } : { kind: "seeded", groups: changesOf(seed) };
}

/** What is saved goes before whatever else was begun in a table of one's own. */
async function seedItems(
  table: ReleaseTable,
  items: readonly PolicyItem[],
): Promise<{ seed: SeedPlan; written: number }> {
  const plan = await planRelease(table, items);
  const { written } = await applyRelease(table, plan, { now: () => new Date(), takeOver: true });
  return { seed: plan.seed, written };
}

function itemsOf({ policies }: Repository): PolicyItem[] {
  return policies.map(({ compiled: { group, description, text, revision } }) => ({
    group,
    description,
    policy: text,
    revision,
  }));
}

function changesOf({
  added,
  changed,
  removed,
}: SeedPlan): { group: string; change: "added" | "changed" | "removed" }[] {
  return [
    ...added.map(({ group }) => ({ group, change: "added" as const })),
    ...changed.map(({ item }) => ({ group: item.group, change: "changed" as const })),
    ...removed.map(({ group }) => ({ group, change: "removed" as const })),
  ];
}
