import { BatchGetItemCommand, type BatchGetItemCommandOutput, ScanCommand } from "@aws-sdk/client-dynamodb";
import { malformed } from "./policy-item.ts";
import { guarded, type PolicyTable, PROJECTION, type Projection, tableFault } from "./policy-table.ts";
import { groupOf, keyOf, type StoredItem } from "./stored-item.ts";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_BATCH = 100;

/** Milliseconds before the second attempt, doubled for each one after it. */
const FIRST_BACKOFF = 25;
const LONGEST_BACKOFF = 400;

export interface ReadOptions {
  consistentRead: boolean;
  /** how often a batch is asked for before the keys left unprocessed are a fault */
  maxAttempts: number;
  /** which attributes are read; those of a policy item unless given */
  projection?: Projection;
  wait(milliseconds: number): Promise<void>;
  /** how long reading may take in all, in milliseconds; as long as the attempts take unless given */
  timeout?: number | undefined;
}

/** Reads the items of distinct groups by group; those that are absent are left out. */
export async function readItems(
  table: PolicyTable,
  groups: readonly string[],
  options: ReadOptions,
): Promise<Map<string, StoredItem>> {
  const { timeout } = options;
  const signal = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
  const reading = Promise.all(batchesOf(groups).map((batch) => readBatch(table, batch, options, signal)));
  const batches = await (signal ? Promise.race([reading, lateness(table, signal)]) : reading);
  return new Map(batches.flatMap((batch) => [...batch]));
}

/** Fails when the time is over: the client's waits between its attempts know no signal. */
async function lateness(table: PolicyTable, signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  throw await tableFault(table, "Unreachable", "the time is over", signal.reason);
}

/** Reads all items, page by page, as the table is now. */
export async function* scanItems(
  table: PolicyTable,
  projection: Projection = PROJECTION,
): AsyncGenerator<StoredItem> {
  let start: StoredItem | undefined;
  do {
    const page = await scanPage(table, projection, start);
    yield* page.items;
    start = page.next;
  } while (start !== undefined);
}

async function scanPage(
  table: PolicyTable,
  projection: Projection,
  start: StoredItem | undefined,
): Promise<{ items: StoredItem[]; next: StoredItem | undefined }> {
  const command = new ScanCommand({
    TableName: table.name,
    ConsistentRead: true,
    ...projection,
    ExclusiveStartKey: start,
  });
  const output = await guarded(table, () => table.client.send(command));
  if (output.Items === undefined) throw await tableFault(table, "Unreachable", "an answer without `Items`");
  return { items: output.Items, next: output.LastEvaluatedKey };
}

async function readBatch(
  table: PolicyTable,
  groups: readonly string[],
  options: ReadOptions,
  signal: AbortSignal | undefined,
): Promise<Map<string, StoredItem>> {
  const found = new Map<string, StoredItem>();
  let pending = groups;
  for (let attempt = 1; attempt <= options.maxAttempts; attempt++) {
    if (attempt > 1) await options.wait(backoff(attempt));
    const output = await requestItems(table, pending, options, signal);
    const unprocessed = unprocessedOf(table, output, pending);
    for (const item of await answeredBy(table, output, unprocessed.length === pending.length)) {
      found.set(askedGroup(item, pending), item);
    }
    if (unprocessed.length === 0) return found;
    pending = unprocessed;
  }
  throw await tableFault(
    table,
    "Throttled",
    `${pending.length} keys left after ${options.maxAttempts} attempts`,
  );
}

function requestItems(
  table: PolicyTable,
  groups: readonly string[],
  { consistentRead, projection = PROJECTION }: ReadOptions,
  abortSignal: AbortSignal | undefined,
): Promise<BatchGetItemCommandOutput> {
  const request = { Keys: groups.map(keyOf), ConsistentRead: consistentRead, ...projection };
  const command = new BatchGetItemCommand({ RequestItems: { [table.name]: request } });
  return guarded(table, () => table.client.send(command, abortSignal && { abortSignal }));
}

function unprocessedOf(
  table: PolicyTable,
  output: BatchGetItemCommandOutput,
  pending: readonly string[],
): string[] {
  const keys = ownEntry(output.UnprocessedKeys, table.name)?.Keys ?? [];
  const groups = new Set(keys.map(groupOf));
  return pending.filter((group) => groups.has(group));
}

/** An answer that says nothing of this table must not be read as "all absent", which would deny. */
async function answeredBy(
  table: PolicyTable,
  output: BatchGetItemCommandOutput,
  nothingProcessed: boolean,
): Promise<StoredItem[]> {
  const items = ownEntry(output.Responses, table.name);
  if (items !== undefined) return items;
  if (nothingProcessed) return [];
  throw await tableFault(table, "Unreachable", "an answer without `Responses` for the table");
}

function askedGroup(item: StoredItem, asked: readonly string[]): string {
  const group = groupOf(item);
  if (!asked.includes(group)) throw malformed(group, "came in answer to other keys");
  return group;
}

export function ownEntry<T>(record: Record<string, T> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function batchesOf(groups: readonly string[]): string[][] {
  const count = Math.ceil(groups.length / KEYS_PER_BATCH);
  return Array.from({ length: count }, (_, index) =>
    groups.slice(index * KEYS_PER_BATCH, (index + 1) * KEYS_PER_BATCH),
  );
}

/** Between half and all of a doubling interval, so that many callers do not return at once. */
export function backoff(attempt: number): number {
  const interval = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (attempt - 2));
  return interval * (0.5 + Math.random() / 2);
}
