import { type AttributeValue, DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ATTRIBUTES } from "./attributes.ts";
import { conflict } from "./errors.ts";
import type { PolicyItem } from "./policy-item.ts";
import { guarded, type PolicyTable } from "./policy-table.ts";
import { encodeItem, keyOf, type StoredItem, stateOf } from "./stored-item.ts";

/** A condition expression with what it names. */
export interface Condition {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** What holds while there is no item. */
export const ABSENT: Condition = {
  ConditionExpression: "attribute_not_exists(#group)",
  ExpressionAttributeNames: { "#group": ATTRIBUTES.group },
};

/** Sends one conditional write; false when the condition does not hold. */
export type Write = (condition: Condition) => Promise<boolean>;

/** Which values a condition compares, in the order in which it is tried; of the others it knows the type. */
const COMPARED = [() => true, isScalar] as const;

/** Reads a group's item as it is now. */
export type ReadCurrent = (group: string) => Promise<StoredItem | undefined>;

/** Puts an item in place of the one whose state is `base`. */
export function putIf(
  table: PolicyTable,
  item: PolicyItem,
  base: string | null,
  read: ReadCurrent,
): Promise<void> {
  const write = (condition: Condition) => putWhere(table, encodeItem(item), condition);
  return writeIf(item.group, base, write, read);
}

/** Removes the item whose state is `base`. */
export function removeIf(table: PolicyTable, group: string, base: string, read: ReadCurrent): Promise<void> {
  const write = attemptOf(table, (condition) =>
    table.client.send(new DeleteItemCommand({ TableName: table.name, Key: keyOf(group), ...condition })),
  );
  return writeIf(group, base, write, read);
}

/**
 * Most items carry their revision. One that does not (a sample's map, a malformed item) is read, and written
 * over on condition that it is still what was read: first by comparing its values, then, for tables that
 * cannot compare maps, by comparing their types.
 */
export async function writeIf(
  group: string,
  base: string | null,
  write: Write,
  read: ReadCurrent,
): Promise<void> {
  let condition = atBase(base);
  for (const compared of COMPARED) {
    if (await write(condition)) return;
    const current = await read(group);
    const state = stateOf(current);
    if (state !== base || current === undefined) throw conflict(group, base, state);
    condition = unchanged(current, compared);
  }
  if (!(await write(condition))) throw conflict(group, base, base);
}

/** Puts an item where a condition holds. @returns whether it does */
export function putWhere(table: PolicyTable, Item: StoredItem, condition: Condition): Promise<boolean> {
  const write = attemptOf(table, (held) =>
    table.client.send(new PutItemCommand({ TableName: table.name, Item, ...held })),
  );
  return write(condition);
}

function attemptOf(table: PolicyTable, send: (condition: Condition) => Promise<unknown>): Write {
  return (condition) =>
    guarded(table, async () => {
      try {
        await send(condition);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
        throw error;
      }
    });
}

/** What holds while an item that carries a revision is at its base. */
export function atBase(base: string | null): Condition {
  return base === null ? ABSENT : atRevision(base);
}

function atRevision(revision: string): Condition {
  return {
    ConditionExpression: "#revision = :revision",
    ExpressionAttributeNames: { "#revision": ATTRIBUTES.revision },
    ExpressionAttributeValues: { ":revision": { S: revision } },
  };
}

/** Every attribute is what was read: by value where `compared` says so, else by type. */
function unchanged(stored: StoredItem, compared: (value: AttributeValue) => boolean): Condition {
  const values: Record<string, AttributeValue> = {};
  const tests = Object.values(ATTRIBUTES).map((attribute) => {
    const value = stored[attribute];
    if (value === undefined) return `attribute_not_exists(#${attribute})`;
    values[`:${attribute}`] = compared(value) ? value : { S: Object.keys(value).join() };
    return compared(value) ? `#${attribute} = :${attribute}` : `attribute_type(#${attribute}, :${attribute})`;
  });
  return {
    ConditionExpression: tests.join(" AND "),
    ExpressionAttributeNames: Object.fromEntries(Object.values(ATTRIBUTES).map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: values,
  };
}

function isScalar(value: AttributeValue): boolean {
  return value.M === undefined && value.L === undefined;
}
