import { type DenyEntry, type DenyList, denyKeyOf } from "./deny-list.ts";
import type { PolicyStore } from "./policy-store.ts";

/** A deny list in memory, beside a store of policies. */
export function createMemoryDenyList(store: Pick<PolicyStore, "get">): DenyList {
  const entries = new Map<string, DenyEntry>();
  return {
    async getWith(groups, subjects) {
      const denied = [...new Set(subjects.map(denyKeyOf))].flatMap((key) => entries.get(key) ?? []);
      return { policies: await store.get(groups), denied };
    },
    async *list() {
      yield* entries.values();
    },
    async put(entry) {
      entries.set(denyKeyOf(entry), { ...entry });
    },
    async remove(subject) {
      return entries.delete(denyKeyOf(subject));
    },
  };
}
