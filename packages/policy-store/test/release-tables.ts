import {
  applyRelease,
  createMemoryPolicyStore,
  createMemoryReleaseStore,
  type PolicyItem,
  planRelease,
  type ReleaseOptions,
  type ReleaseStore,
  type ReleaseTable,
  type SeedPlanOptions,
  type SeedResult,
} from "../src/index.ts";
import type { Loss } from "./observed-store.ts";

export const NOON = new Date("2026-11-01T12:00:00Z");

/** A table in memory that was never seeded. */
export function memoryTable(items: readonly PolicyItem[] = []): ReleaseTable {
  const store = createMemoryPolicyStore(items);
  return { store, releases: createMemoryReleaseStore(store) };
}

/** Plans and applies. */
export async function seedRelease(
  table: ReleaseTable,
  items: readonly PolicyItem[],
  options: Partial<ReleaseOptions> & SeedPlanOptions = {},
): Promise<SeedResult> {
  const plan = await planRelease(table, items, options);
  return applyRelease(table, plan, { now: () => NOON, ...options });
}

/** What a table's stores were told to write, in order. */
export interface ObservedTable extends ReleaseTable {
  writes: string[];
}

const WRITING = [
  "replaceHead",
  "addEntry",
  "addReleaseText",
  "addPolicies",
  "write",
  "put",
  "remove",
] as const;

/** A table that notes its writes, and fails from the one on whose number is `failAt`. */
export function observedTable(table: ReleaseTable, failAt = Infinity, loss: Loss = "request"): ObservedTable {
  const writes: string[] = [];
  const watch = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const method: unknown = Reflect.get(object, name);
        if (typeof method !== "function" || !WRITING.some((each) => each === name)) return method;
        return async (...parameters: unknown[]) => {
          const lost = writes.push(String(name)) > failAt;
          const answer = lost && loss === "request" ? undefined : await method.apply(object, parameters);
          if (lost) throw new Error("the network is gone");
          return answer;
        };
      },
    });
  return { store: watch(table.store), releases: watch(table.releases), writes };
}

/** A store of releases whose methods may be replaced. */
export function withMethods(table: ReleaseTable, methods: Partial<ReleaseStore>): ReleaseTable {
  return { store: table.store, releases: { ...table.releases, ...methods } };
}
