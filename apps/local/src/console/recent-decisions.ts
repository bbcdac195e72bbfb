import type { DecisionEntry } from "@lychgate/gateway";

const KEPT = 200;

/** What was decided of the last requests, by their ids. */
export interface RecentDecisions {
  keep(entry: DecisionEntry): void;
  find(requestId: string): DecisionEntry | undefined;
}

export function recentDecisions(): RecentDecisions {
  const entries = new Map<string, DecisionEntry>();
  return {
    keep(entry) {
      entries.set(entry.requestId, entry);
      const [oldest] = entries.keys();
      if (entries.size > KEPT && oldest !== undefined) entries.delete(oldest);
    },
    find: (requestId) => entries.get(requestId),
  };
}
