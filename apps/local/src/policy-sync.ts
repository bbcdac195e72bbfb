import { formatProblem, inspectRepository, loadRepository, type Repository } from "@lychgate/cli";
import {
  applySeed,
  type PolicyItem,
  type PolicyStore,
  planSeed,
  type SeedPlan,
} from "@lychgate/policy-store";

/** What saving a policy module led to. */
export type SyncOutcome =
  | { kind: "unchanged" }
  | { kind: "seeded"; groups: { group: string; change: "added" | "changed" | "removed" }[] }
  | { kind: "refused"; problems: string[] };

/** Seeds the repository's policies. @throws CliError when one is broken */
export async function seedPolicies(store: PolicyStore, root: string): Promise<void> {
  await applySeed(store, await planSeed(store, itemsOf(loadRepository(root))));
}

/** Seeds the repository's policies if all of them are sound; the last good ones stay in force otherwise. */
export async function syncPolicies(store: PolicyStore, root: string): Promise<SyncOutcome> {
  const { repository, problems } = inspectRepository(root);
  if (problems.length > 0) return { kind: "refused", problems: problems.map(formatProblem) };
  const plan = await planSeed(store, itemsOf(repository));
  const { written } = await applySeed(store, plan);
  return written === 0 ? { kind: "unchanged" } : { kind: "seeded", groups: changesOf(plan) };
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
