import { setTimeout as sleep } from "node:timers/promises";
import { ATTRIBUTES, RELEASE_ATTRIBUTES, RESERVED_KEYS } from "./attributes.ts";
import { putAll } from "./dynamo-batch-write.ts";
import { writeGroups } from "./dynamo-group-writes.ts";
import { createDynamoPolicyStore, type DynamoPolicyStoreOptions } from "./dynamo-policy-store.ts";
import { readItems, scanItems } from "./dynamo-read.ts";
import { ABSENT, type Condition, putWhere } from "./dynamo-write.ts";
import { PolicyStoreError, quote } from "./errors.ts";
import { type PolicyTable, projectionTo } from "./policy-table.ts";
import { malformedRelease, type ReleaseHead } from "./release.ts";
import {
  contentOf,
  decodeEntry,
  decodeHead,
  encodeEntry,
  encodeHead,
  encodePolicy,
  encodeReleaseText,
  partCountOf,
} from "./release-item.ts";
import type { ReleaseStore } from "./release-store.ts";
import { groupOf, type StoredItem } from "./stored-item.ts";

export type DynamoReleaseStoreOptions = Pick<DynamoPolicyStoreOptions, "client" | "tableName" | "wait">;

/** A batch of large items comes back piece by piece. */
const MAX_ATTEMPTS = 10;

/**
 * The releases of a policy table in DynamoDB. It reads by `BatchGetItem` (`lastSequence` by `Scan`) and
 * writes by `PutItem`, `BatchWriteItem` and `TransactWriteItems`; where the server has no transactions, by
 * `PutItem` and `DeleteItem` in their place.
 *
 * Every method throws PolicyStoreError; see PolicyStoreErrorCode.
 */
export function createDynamoReleaseStore(options: DynamoReleaseStoreOptions): ReleaseStore {
  const { client, tableName, wait = sleep } = options;
  const table: PolicyTable = { client, name: tableName };
  const reading = { consistentRead: true, maxAttempts: MAX_ATTEMPTS, wait };
  const read = (keys: readonly string[]) =>
    readItems(table, keys, { ...reading, projection: OWN_ATTRIBUTES });
  const policies = createDynamoPolicyStore(options);
  const head = () => readHead(table, read);
  let hasTransactions = true;
  return {
    head,
    replaceHead: (next, seen) => putWhere(table, encodeHead(next), headIs(seen)),
    async entries(sequences) {
      const items = await read(sequences.map(RESERVED_KEYS.entry));
      return new Map([...items.values()].map(decodeEntry).map((entry) => [entry.sequence, entry]));
    },
    lastSequence: () => lastSequenceOf(table),
    async addEntry(entry) {
      await putWhere(table, encodeEntry(entry), ABSENT);
    },
    releaseText: (id) => readText(id, read),
    addReleaseText: (id, text) => putAll(table, encodeReleaseText(id, text), wait),
    async policies(revisions) {
      const items = await read(revisions.map(RESERVED_KEYS.policy));
      return new Map(
        [...items].map(([key, item]) => [key.slice(RESERVED_KEYS.policy("").length), contentOf(item)]),
      );
    },
    addPolicies: (added) =>
      putAll(
        table,
        [...added].map(([revision, policy]) => encodePolicy(revision, policy)),
        wait,
      ),
    write(writes, claim, writing) {
      const writer = {
        table,
        claim,
        wait,
        policies,
        head,
        read: async (group: string) => (await readItems(table, [group], reading)).get(group),
        hasTransactions: () => hasTransactions,
        onNoTransactions: () => {
          hasTransactions = false;
        },
      };
      return writeGroups(writer, writes, writing);
    },
  };
}

const OWN_ATTRIBUTES = projectionTo([ATTRIBUTES.group, ...Object.values(RELEASE_ATTRIBUTES)]);

type Read = (keys: readonly string[]) => Promise<Map<string, StoredItem>>;

/** The first thing that is asked of a table, and so the place where one with another key is found out. */
async function readHead(table: PolicyTable, read: Read): Promise<ReleaseHead | undefined> {
  try {
    const item = (await read([RESERVED_KEYS.head])).get(RESERVED_KEYS.head);
    return item === undefined ? undefined : decodeHead(item);
  } catch (error) {
    throw isOfAnotherKey(error) ? wrongKey(table, error) : error;
  }
}

function isOfAnotherKey(error: unknown): error is PolicyStoreError {
  if (!(error instanceof PolicyStoreError && error.code === "Malformed")) return false;
  return error.cause instanceof Error && /\bkey element\b|\bkey.*schema\b/i.test(error.cause.message);
}

function wrongKey(table: PolicyTable, cause: PolicyStoreError): PolicyStoreError {
  const message = `expected table ${quote(table.name)} to be keyed by ${quote(ATTRIBUTES.group)} of type \`S\` alone`;
  return new PolicyStoreError("Malformed", message, { cause });
}

async function readText(id: string, read: Read): Promise<string | undefined> {
  const key = RESERVED_KEYS.manifest(id, 0);
  const first = (await read([key])).get(key);
  if (first === undefined) return undefined;
  const others = Array.from({ length: partCountOf(first) - 1 }, (_, index) =>
    RESERVED_KEYS.manifest(id, index + 1),
  );
  const found = await read(others);
  const parts = others.map((other, index) => {
    const part = found.get(other);
    if (part === undefined) throw malformedRelease(id, `part ${index + 1} of its list of groups is missing`);
    return contentOf(part);
  });
  return [contentOf(first), ...parts].join("");
}

async function lastSequenceOf(table: PolicyTable): Promise<number> {
  let last = 0;
  const prefix = RESERVED_KEYS.entry(0).slice(0, -1);
  for await (const item of scanItems(table, projectionTo([ATTRIBUTES.group]))) {
    const key = groupOf(item);
    if (key.startsWith(prefix)) last = Math.max(last, Number(key.slice(prefix.length)) || 0);
  }
  return last;
}

/** The numbers of the claims tell one state from every other. */
function headIs(seen: ReleaseHead | undefined): Condition {
  if (seen === undefined) return ABSENT;
  const numbers = {
    [RELEASE_ATTRIBUTES.sequence]: seen.current?.sequence,
    [RELEASE_ATTRIBUTES.pendingSequence]: seen.pending?.sequence,
  };
  const present = Object.entries(numbers).filter(([, number]) => number !== undefined);
  return {
    ConditionExpression: Object.entries(numbers)
      .map(([name, number]) =>
        number === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
      )
      .join(" AND "),
    ExpressionAttributeNames: Object.fromEntries(Object.keys(numbers).map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      present.map(([name, number]) => [`:${name}`, { S: String(number) }]),
    ),
  };
}
