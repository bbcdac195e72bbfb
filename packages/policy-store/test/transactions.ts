/** `TransactWriteItems` as far as seeding uses it, over a DynamoDB that nobody else asks meanwhile. */
import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { groupOf, keyOf, type StoredItem } from "../src/stored-item.ts";
import type { Answer } from "./endpoint.ts";

/** Makes all of the writes or none. */
export async function transact(
  client: DynamoDBClient,
  { TransactItems }: { TransactItems: TransactWriteItem[] },
): Promise<Answer> {
  if (TransactItems.length > 100) return refused("more than 100 items");
  if (new Set(TransactItems.map((item) => groupOf(keyIn(item)))).size < TransactItems.length) {
    return refused("one item twice");
  }
  if (JSON.stringify(TransactItems).length > 4_500_000) return refused("more than 4 MB");
  const undo: (() => Promise<unknown>)[] = [];
  const codes: string[] = [];
  for (const item of TransactItems) {
    const TableName = tableOf(item);
    const Key = keyOf(groupOf(keyIn(item)));
    const { Item: before } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    const isDone = await attempt(client, item, before);
    codes.push(isDone ? "None" : "ConditionalCheckFailed");
    if (!isDone) continue;
    undo.unshift(() =>
      before === undefined
        ? client.send(new DeleteItemCommand({ TableName, Key }))
        : client.send(new PutItemCommand({ TableName, Item: before })),
    );
  }
  if (codes.every((code) => code === "None")) return { status: 200, body: "{}" };
  for (const step of undo) await step();
  return cancelled(codes);
}

export function cancelled(codes: readonly string[]): Answer {
  const __type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return { status: 400, body: JSON.stringify({ __type, message: "cancelled", CancellationReasons }) };
}

async function attempt(
  client: DynamoDBClient,
  { ConditionCheck, Put, Delete }: TransactWriteItem,
  before: StoredItem | undefined,
): Promise<boolean> {
  try {
    if (Put) await client.send(new PutItemCommand(Put));
    if (Delete) await client.send(new DeleteItemCommand(Delete));
    if (ConditionCheck) {
      if (before === undefined) return false;
      const { Key: _, ...condition } = ConditionCheck;
      await client.send(new PutItemCommand({ ...condition, Item: before }));
    }
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

function keyIn({ ConditionCheck, Put, Delete }: TransactWriteItem): StoredItem {
  return ConditionCheck?.Key ?? Put?.Item ?? Delete?.Key ?? {};
}

function tableOf({ ConditionCheck, Put, Delete }: TransactWriteItem): string {
  return String(ConditionCheck?.TableName ?? Put?.TableName ?? Delete?.TableName);
}

function refused(message: string): Answer {
  return {
    status: 400,
    body: JSON.stringify({ __type: "com.amazonaws.dynamodb#ValidationException", message }),
  };
}
