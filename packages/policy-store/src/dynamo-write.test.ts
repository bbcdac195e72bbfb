import { afterEach, describe, expect, it } from "vitest";
import { type Answer, type StubEndpoint, startStubEndpoint } from "../test/endpoint.ts";
import { itemOf } from "../test/items.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { encodeItem, type StoredItem, stateOf } from "./stored-item.ts";

const TABLE = "auth-policy-store";
const ITEM = itemOf("pet-owner", "petstore/v1/pets");
const SAMPLE: StoredItem = { group: { S: "pet-owner" }, policy: { M: { Version: { S: "2012-10-17" } } } };
const BASE = String(stateOf(SAMPLE));

const DONE: Answer = { status: 200, body: "{}" };
const FAILED: Answer = {
  status: 400,
  body: '{ "__type": "com.amazonaws.dynamodb#ConditionalCheckFailedException" }',
};

function holding(...items: StoredItem[]): Answer {
  return { status: 200, body: JSON.stringify({ Responses: { [TABLE]: items } }) };
}

let stub: StubEndpoint;
afterEach(() => stub.close());

/** A store over a table that gives these answers in turn, and what it was asked. */
async function openScript(...answers: Answer[]) {
  const asked: unknown[] = [];
  stub = await startStubEndpoint((_, body) => {
    asked.push(body);
    return answers[asked.length - 1];
  });
  return { store: createDynamoPolicyStore({ client: stub.client, tableName: TABLE }), asked };
}

describe("writing over an item that carries no revision", () => {
  it("compares every attribute with what was read last", async () => {
    const { store, asked } = await openScript(FAILED, holding(SAMPLE), DONE);
    await store.put(ITEM, BASE);
    expect(stub.operations).toEqual(["PutItem", "BatchGetItem", "PutItem"]);
    expect(asked[1]).toMatchObject({ RequestItems: { [TABLE]: { ConsistentRead: true } } });
    expect(asked[2]).toMatchObject({
      Item: encodeItem(ITEM),
      ConditionExpression:
        "#group = :group AND #policy = :policy AND attribute_not_exists(#revision) AND attribute_not_exists(#description) AND attribute_not_exists(#usageTier)",
      ExpressionAttributeValues: { ":group": SAMPLE.group, ":policy": SAMPLE.policy },
    });
  });

  it("compares the types of maps when the table cannot compare them", async () => {
    const { store, asked } = await openScript(FAILED, holding(SAMPLE), FAILED, holding(SAMPLE), DONE);
    await store.remove("pet-owner", BASE);
    expect(asked[4]).toMatchObject({
      Key: { group: { S: "pet-owner" } },
      ConditionExpression: expect.stringContaining(
        "#group = :group AND attribute_type(#policy, :policy) AND",
      ),
      ExpressionAttributeValues: { ":policy": { S: "M" } },
    });
  });

  it("conflicts when it changes between two attempts", async () => {
    const changed: StoredItem = { ...SAMPLE, policy: { M: {} } };
    const { store } = await openScript(FAILED, holding(SAMPLE), FAILED, holding(changed));
    await expect(store.put(ITEM, BASE)).rejects.toMatchObject({
      code: "Conflict",
      current: stateOf(changed),
    });
  });

  it("gives up when the table refuses although nothing changes, without a claim about what it holds", async () => {
    const { store } = await openScript(FAILED, holding(SAMPLE), FAILED, holding(SAMPLE), FAILED);
    await expect(store.put(ITEM, BASE)).rejects.toMatchObject({ code: "Conflict", current: undefined });
    expect(stub.operations).toHaveLength(5);
  });
});

describe("a conflict", () => {
  it("makes no claim when the item that was in the way is gone", async () => {
    const { store } = await openScript(FAILED, holding());
    await expect(store.put(ITEM, null)).rejects.toMatchObject({
      code: "Conflict",
      current: undefined,
      message: "policy item `pet-owner`: expected no item, it changed meanwhile",
    });
  });

  it("says what the table holds instead", async () => {
    const { store } = await openScript(FAILED, holding(encodeItem(ITEM)));
    await expect(store.put(itemOf("pet-owner", "other"), null)).rejects.toMatchObject({
      current: ITEM.revision,
      message: `policy item \`pet-owner\`: expected no item, found revision \`${ITEM.revision}\``,
    });
  });
});
