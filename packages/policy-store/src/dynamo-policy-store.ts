import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { isPolicyGroup } from "./attributes.ts";
import { type ReadOptions, readItems, scanItems } from "./dynamo-read.ts";
import { putIf, type ReadCurrent, removeIf } from "./dynamo-write.ts";
import { PolicyStoreError } from "./errors.ts";
import { checkGroup, checkPolicyItem, type PolicyItem } from "./policy-item.ts";
import type { ListOptions, PolicyStore } from "./policy-store.ts";
import type { PolicyTable } from "./policy-table.ts";
import { decodeItem, groupOf, type StoredItem, stateOf } from "./stored-item.ts";

const MAX_ATTEMPTS = 5;

export interface DynamoPolicyStoreOptions {
  /**
   * Its time-outs and retries bound every request. Beware of the SDK's defaults: a `requestTimeout` ends a
   * request only if the `requestHandler` is also given `throwOnRequestTimeout: true`.
   */
  client: DynamoDBClient;
  tableName: string;
  /** how often `get` asks for keys that DynamoDB leaves unprocessed; 5 unless given */
  maxAttempts?: number;
  /** whether `get` reads what was written last instead of what a replica has; false unless given */
  consistentRead?: boolean;
  /**
   * how long `get` may take in all, in milliseconds, the client's own attempts and waits included; no bound of
   * its own unless given
   */
  timeout?: number;
  /** waits between those attempts */
  wait?: (milliseconds: number) => Promise<void>;
}

/**
 * The policy table in DynamoDB, keyed by `group` (S). `get` calls `BatchGetItem` and nothing else; `list`
 * calls `Scan`; `put` and `remove` call `PutItem` and `DeleteItem`, and `BatchGetItem` when their condition
 * fails. Items as AWS's sample writes them (`policy` is a map) are read too, and can be replaced.
 *
 * Every method throws PolicyStoreError; see PolicyStoreErrorCode.
 * @throws RangeError when `maxAttempts` is not a whole number of at least 1
 */
export function createDynamoPolicyStore(options: DynamoPolicyStoreOptions): PolicyStore {
  const table: PolicyTable = { client: options.client, name: options.tableName };
  const reading = readOptionsOf(options);
  const current: ReadCurrent = async (group) =>
    (await readItems(table, [group], { ...reading, consistentRead: true })).get(group);
  return {
    async get(groups) {
      const distinct = [...new Set(groups)].filter(isPolicyGroup);
      const stored = await readItems(table, distinct, reading);
      return new Map([...stored].map(([group, item]) => [group, decodeItem(item)]));
    },
    list: (listing) => listItems(table, listing),
    async put(item, base) {
      await putIf(table, checkPolicyItem(item), base, current);
    },
    async remove(group, base) {
      checkGroup(group);
      await removeIf(table, group, base, current);
    },
  };
}

/** @throws RangeError */
export function readOptionsOf(options: DynamoPolicyStoreOptions): ReadOptions {
  const { consistentRead = false, maxAttempts = MAX_ATTEMPTS, wait = sleep, timeout } = options;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
    throw new RangeError(`maxAttempts should be a whole number of at least 1, came ${maxAttempts}`);
  }
  return { consistentRead, maxAttempts, wait, timeout };
}

async function* listItems(table: PolicyTable, options: ListOptions = {}): AsyncGenerator<PolicyItem> {
  for await (const stored of scanItems(table)) {
    const group = groupOf(stored);
    if (!isPolicyGroup(group)) continue;
    const item = readOrReport(group, stored, options);
    if (item !== undefined) yield item;
  }
}

function readOrReport(group: string, stored: StoredItem, options: ListOptions): PolicyItem | undefined {
  try {
    return decodeItem(stored);
  } catch (error) {
    const base = stateOf(stored);
    if (!(error instanceof PolicyStoreError) || !options.onMalformed || base === null) throw error;
    options.onMalformed({ group, base, error });
    return undefined;
  }
}
