/**
 * Writes of policy items in transactions that each check the claim, so that whoever has lost it writes no
 * more.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { RELEASE_ATTRIBUTES, RESERVED_KEYS } from "./attributes.ts";
import { backoff } from "./dynamo-read.ts";
import { atBase, type Condition, type ReadCurrent, writeIf } from "./dynamo-write.ts";
import { checkGroup, checkPolicyItem } from "./policy-item.ts";
import type { PolicyStore } from "./policy-store.ts";
import { guarded, type PolicyTable, tableFault } from "./policy-table.ts";
import type { ReleaseRef } from "./release.ts";
import { takenOver } from "./release-faults.ts";
import { carryOut, type SeedResult, type SeedWrite } from "./seed-write.ts";
import { encodeItem, keyOf } from "./stored-item.ts";

/** One of the 100 that DynamoDB allows is the check of the claim. */
const WRITES_PER_TRANSACTION = 99;

/** DynamoDB allows 4 MB. */
const BYTES_PER_TRANSACTION = 4_000_000;

const MAX_ATTEMPTS = 8;

/** Reasons to try again: others read or write the same items, or the table is not fast enough. */
const PASSING = ["TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"];

const CONDITION_FAILED = "ConditionalCheckFailed";

/** What a transaction needs to know beside its writes. */
export interface Fence {
  table: PolicyTable;
  claim: ReleaseRef;
  read: ReadCurrent;
  wait(milliseconds: number): Promise<void>;
}

/** Cuts writes into transactions. */
export function transactionsOf(writes: readonly SeedWrite[]): SeedWrite[][] {
  const chunks: SeedWrite[][] = [];
  let bytes = 0;
  for (const write of writes) {
    const last = chunks.at(-1);
    bytes += write.size;
    if (last !== undefined && last.length < WRITES_PER_TRANSACTION && bytes <= BYTES_PER_TRANSACTION) {
      last.push(write);
    } else {
      chunks.push([write]);
      bytes = write.size;
    }
  }
  return chunks;
}

/**
 * Makes some writes, all that can be made at once. A write whose condition fails is made alone: then it is
 * found out whether it was made already, is in conflict, or has to be compared in another way.
 * @returns undefined when the table's server has no transactions
 * @throws PolicyStoreError `TakenOver`, `Conflict`
 */
export async function writeInTransaction(
  fence: Fence,
  writes: readonly SeedWrite[],
): Promise<SeedResult | undefined> {
  const result: SeedResult = { written: 0, alreadyDone: 0 };
  let together = writes;
  while (together.length > 0) {
    const outcome = await transact(
      fence,
      together.map((write) => requestOf(fence, write, atBase(write.base))),
    );
    if (outcome === "unknown") return undefined;
    const failed = new Set(outcome === "done" ? [] : together.filter((_, index) => outcome.has(index)));
    if (failed.size === 0) result.written += together.length;
    for (const write of failed) result[await carryOut(fencedStore(fence), write)] += 1;
    together = failed.size === 0 ? [] : together.filter((write) => !failed.has(write));
  }
  return result;
}

/** One write a transaction. */
function fencedStore(fence: Fence): Pick<PolicyStore, "put" | "remove"> {
  const write = (group: string, base: string | null, item: SeedWrite["item"]) =>
    writeIf(
      group,
      base,
      async (condition) => (await transact(fence, [requestOf(fence, { group, item }, condition)])) === "done",
      fence.read,
    );
  return {
    put: (item, base) => write(item.group, base, item),
    remove: (group, base) => write(group, base, null),
  };
}

function requestOf(
  { table }: Fence,
  { group, item }: Pick<SeedWrite, "group" | "item">,
  condition: Condition,
): TransactWriteItem {
  const TableName = table.name;
  checkGroup(group);
  return item === null
    ? { Delete: { TableName, Key: keyOf(group), ...condition } }
    : { Put: { TableName, Item: encodeItem(checkPolicyItem(item)), ...condition } };
}

function claimCheck({ table, claim }: Fence): TransactWriteItem {
  const { pending, pendingSequence } = RELEASE_ATTRIBUTES;
  return {
    ConditionCheck: {
      TableName: table.name,
      Key: keyOf(RESERVED_KEYS.head),
      ConditionExpression: "#pending = :pending AND #pendingSequence = :pendingSequence",
      ExpressionAttributeNames: { "#pending": pending, "#pendingSequence": pendingSequence },
      ExpressionAttributeValues: {
        ":pending": { S: claim.id },
        ":pendingSequence": { S: String(claim.sequence) },
      },
    },
  };
}

/** Sends a transaction until it is made or it is certain that it is not; gives which writes' conditions failed. */
async function transact(
  fence: Fence,
  items: readonly TransactWriteItem[],
): Promise<"done" | "unknown" | ReadonlySet<number>> {
  const command = new TransactWriteItemsCommand({ TransactItems: [claimCheck(fence), ...items] });
  for (let attempt = 2; ; attempt++) {
    const reasons = await send(fence.table, command);
    if (!Array.isArray(reasons)) return reasons;
    const [ofClaim, ...ofWrites] = reasons.map(({ Code }) => Code ?? "None");
    if (ofClaim === CONDITION_FAILED) throw takenOver(fence.claim);
    const failed = ofWrites.flatMap((code, index) => (code === CONDITION_FAILED ? [index] : []));
    if (failed.length > 0) return new Set(failed);
    const fatal = reasons.find(({ Code = "None" }) => Code !== "None" && !PASSING.includes(Code));
    if (fatal) throw await tableFault(fence.table, "Malformed", `\`${fatal.Code}\``);
    if (attempt > MAX_ATTEMPTS) throw await throttled(fence.table, reasons);
    await fence.wait(backoff(attempt));
  }
}

async function send(
  table: PolicyTable,
  command: TransactWriteItemsCommand,
): Promise<"done" | "unknown" | CancellationReason[]> {
  return guarded(table, async () => {
    try {
      await table.client.send(command);
      return "done";
    } catch (error) {
      if (error instanceof TransactionCanceledException) return error.CancellationReasons ?? [];
      if (error instanceof Error && error.name === "UnknownOperationException") return "unknown";
      throw error;
    }
  });
}

function throttled(table: PolicyTable, reasons: readonly CancellationReason[]) {
  const code = reasons.find(({ Code = "None" }) => Code !== "None")?.Code ?? "no reason";
  return tableFault(table, "Throttled", `\`${code}\` after ${MAX_ATTEMPTS} attempts`);
}
