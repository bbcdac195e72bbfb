import { BatchWriteItemCommand, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { backoff, ownEntry } from "./dynamo-read.ts";
import { guarded, type PolicyTable, tableFault } from "./policy-table.ts";
import { runConcurrently } from "./run-concurrently.ts";
import type { StoredItem } from "./stored-item.ts";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const ITEMS_PER_BATCH = 25;

const CONCURRENCY = 16;

const MAX_ATTEMPTS = 8;

/** Puts items of distinct keys whatever is in their place. */
export async function putAll(
  table: PolicyTable,
  items: readonly StoredItem[],
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const batches: StoredItem[][] = [];
  for (let start = 0; start < items.length; start += ITEMS_PER_BATCH) {
    batches.push(items.slice(start, start + ITEMS_PER_BATCH));
  }
  await runConcurrently(batches, { concurrency: CONCURRENCY }, (batch) => putBatch(table, batch, wait));
}

async function putBatch(
  table: PolicyTable,
  items: readonly StoredItem[],
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let left: WriteRequest[] = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (attempt > 1) await wait(backoff(attempt));
    const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: left } });
    const { UnprocessedItems } = await guarded(table, () => table.client.send(command));
    left = ownEntry(UnprocessedItems, table.name) ?? [];
    if (left.length === 0) return;
  }
  throw await tableFault(table, "Throttled", `${left.length} items left after ${MAX_ATTEMPTS} attempts`);
}
