import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DENY_ATTRIBUTES as A, ATTRIBUTES, isPolicyGroup, RESERVED_KEYS } from "./attributes.ts";
import { DENY_KINDS, type DenyEntry, type DenyList, denyKeyOf, denySubjectOf } from "./deny-list.ts";
import { type DynamoPolicyStoreOptions, readOptionsOf } from "./dynamo-policy-store.ts";
import { readItems, scanItems } from "./dynamo-read.ts";
import { quote } from "./errors.ts";
import { malformed, type PolicyItem } from "./policy-item.ts";
import { guarded, type PolicyTable, projectionTo } from "./policy-table.ts";
import { decodeItem, groupOf, keyOf, type StoredItem } from "./stored-item.ts";

const PROJECTION = projectionTo([...Object.values(ATTRIBUTES), ...Object.values(A)]);

const DENY_PREFIX = RESERVED_KEYS.deny("", "").slice(0, -1);

/**
 * The deny list of a policy table in DynamoDB. `getWith` calls `BatchGetItem` and nothing else, once for up
 * to 100 keys and at the same time for more; `list` calls `Scan`; `put` and `remove` call `PutItem` and
 * `DeleteItem`. An entry's `until` can be the table's time to live.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export function createDynamoDenyList(options: DynamoPolicyStoreOptions): DenyList {
  const { client, tableName } = options;
  const table: PolicyTable = { client, name: tableName };
  const reading = { ...readOptionsOf(options), projection: PROJECTION };
  return {
    async getWith(groups, subjects) {
      const keys = [...groups.filter(isPolicyGroup), ...subjects.map(denyKeyOf)];
      const stored = await readItems(table, [...new Set(keys)], reading);
      return callerItemsOf(stored);
    },
    list: () => listEntries(table),
    async put(entry) {
      const Item = encodeEntry(entry);
      await guarded(table, () => client.send(new PutItemCommand({ TableName: tableName, Item })));
    },
    async remove(subject) {
      const Key = keyOf(denyKeyOf(subject));
      const command = new DeleteItemCommand({ TableName: tableName, Key, ReturnValues: "ALL_OLD" });
      const { Attributes } = await guarded(table, () => client.send(command));
      return Attributes !== undefined;
    },
  };
}

function callerItemsOf(stored: ReadonlyMap<string, StoredItem>) {
  const policies = new Map<string, PolicyItem>();
  const denied: DenyEntry[] = [];
  for (const [key, item] of stored) {
    const entry = decodeEntry(item);
    if (entry === undefined) policies.set(key, decodeItem(item));
    else denied.push(entry);
  }
  return { policies, denied };
}

async function* listEntries(table: PolicyTable): AsyncGenerator<DenyEntry> {
  for await (const item of scanItems(table, PROJECTION)) {
    const entry = decodeEntry(item);
    if (entry !== undefined) yield entry;
  }
}

function encodeEntry(entry: DenyEntry): StoredItem {
  const { until, reason, createdAt } = entry;
  return {
    ...keyOf(denyKeyOf(entry)),
    ...(until !== undefined && { [A.until]: { N: String(until) } }),
    ...(reason !== undefined && { [A.reason]: { S: reason } }),
    ...(createdAt !== undefined && { [A.createdAt]: { S: createdAt } }),
  };
}

/** Reads an entry, also one that is nothing but a key; `undefined` for an item of another kind. */
function decodeEntry(item: StoredItem): DenyEntry | undefined {
  const key = groupOf(item);
  const subject = denySubjectOf(key);
  if (subject === undefined) {
    if (!key.startsWith(DENY_PREFIX)) return undefined;
    throw malformed(key, `expected one of ${DENY_KINDS.join(", ")} after ${quote(DENY_PREFIX)}`);
  }
  const until = item[A.until] === undefined ? undefined : untilOf(key, item);
  const reason = textOf(key, item, A.reason);
  const createdAt = textOf(key, item, A.createdAt);
  return {
    ...subject,
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
    ...(createdAt !== undefined && { createdAt }),
  };
}

function untilOf(key: string, item: StoredItem): number {
  const text = item[A.until]?.N ?? "";
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw malformed(key, `attribute \`${A.until}\` should be whole epoch seconds of type \`N\``);
}

function textOf(key: string, item: StoredItem, attribute: string): string | undefined {
  const value = item[attribute];
  if (value === undefined || typeof value.S === "string") return value?.S;
  throw malformed(key, `attribute \`${attribute}\` should be of type \`S\``);
}
