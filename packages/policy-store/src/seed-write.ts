import { PolicyStoreError, quote } from "./errors.ts";
import type { PolicyItem } from "./policy-item.ts";
import type { PolicyStore } from "./policy-store.ts";
import type { SeedPlan } from "./seed-plan.ts";

/** How many writes were made, and how many were not needed because somebody had already made them. */
export interface SeedResult {
  written: number;
  alreadyDone: number;
}

/** One write: an item to be put or, for `null`, removed, where the table holds `base`. */
export type SeedWrite = (
  | { group: string; item: PolicyItem; base: string | null }
  | { group: string; item: null; base: string }
) & {
  /** bytes of what is written and of what it replaces, at most */
  size: number;
};

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LARGEST_ITEM = 400 * 1024;

/** An item's attribute names and its revision, with room to spare. */
const ITEM_OVERHEAD = 200;

/** What a plan puts, which is to be done before anything is removed. */
export function putsOf(plan: SeedPlan): SeedWrite[] {
  return [
    ...plan.added.map((item) => ({ group: item.group, item, base: null, size: sizeOf(item) })),
    ...plan.changed.map(({ item, base, before }) => ({
      group: item.group,
      item,
      base,
      size: sizeOf(item) + sizeOf(before),
    })),
    ...plan.replaced.flatMap(({ group, item, base }) =>
      item === null ? [] : [{ group, item, base, size: sizeOf(item) + LARGEST_ITEM }],
    ),
  ];
}

/** What a plan removes. */
export function removalsOf(plan: SeedPlan): SeedWrite[] {
  return [
    ...plan.removed.map((item) => ({
      group: item.group,
      item: null,
      base: item.revision,
      size: sizeOf(item),
    })),
    ...plan.replaced.flatMap(({ group, item, base }) =>
      item === null ? [{ group, item, base, size: LARGEST_ITEM }] : [],
    ),
  ];
}

/** Carries out one write. @throws PolicyStoreError `Conflict`, and what the store throws */
export async function carryOut(
  store: Pick<PolicyStore, "put" | "remove">,
  write: SeedWrite,
): Promise<keyof SeedResult> {
  try {
    if (write.item !== null) await store.put(write.item, write.base);
    else await store.remove(write.group, write.base);
    return "written";
  } catch (error) {
    if (!(error instanceof PolicyStoreError) || error.code !== "Conflict") throw error;
    if (error.current === (write.item?.revision ?? null)) return "alreadyDone";
    throw changedMeanwhile(write.group, error);
  }
}

export function changedMeanwhile(group: string, cause: PolicyStoreError): PolicyStoreError {
  const message = `group ${quote(group)} was changed by somebody else since the plan was made: plan again`;
  const known = cause.current === undefined ? {} : { current: cause.current };
  return new PolicyStoreError("Conflict", message, { group, cause, ...known });
}

export function interrupted(done: number, total: number, signal: AbortSignal): PolicyStoreError {
  const message = `seeding was stopped after ${done} of ${total} writes: plan again to finish it`;
  return new PolicyStoreError("Interrupted", message, { cause: signal.reason });
}

function sizeOf({ group, policy, description = "" }: PolicyItem): number {
  return (
    Buffer.byteLength(group) + Buffer.byteLength(policy) + Buffer.byteLength(description) + ITEM_OVERHEAD
  );
}
