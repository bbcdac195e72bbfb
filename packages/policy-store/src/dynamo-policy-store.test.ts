import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { revisionOf } from "@lychgate/policy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynaliteServer, startDynalite } from "../test/dynalite-server.ts";
import { clientFor } from "../test/endpoint.ts";
import { itemOf, tamperedItem } from "../test/items.ts";
import { collect, contentOf } from "../test/store-content.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { describePolicyStore } from "./policy-store.cases.ts";
import { encodeItem, type StoredItem } from "./stored-item.ts";

const VET = itemOf("pet-veterinarian", "petstore/v1/*", "Veterinarians");
const OWNER = itemOf("pet-owner", "petstore/v1/pets");

let server: DynaliteServer;
beforeAll(async () => {
  server = await startDynalite();
});
afterAll(() => server.close());

async function openTable(items: readonly StoredItem[] = []) {
  const tableName = await server.createTable(items);
  return createDynamoPolicyStore({ client: server.client, tableName });
}

describePolicyStore("the DynamoDB store", async (items = []) => ({
  store: await openTable(items.map(encodeItem)),
  close: async () => undefined,
}));

describe("an item as AWS's sample stores it", () => {
  const policy: AttributeValue = {
    M: {
      Version: { S: "2012-10-17" },
      Statement: {
        L: [
          {
            M: {
              Sid: { S: "PetStore" },
              Effect: { S: "Allow" },
              Action: { S: "execute-api:Invoke" },
              Resource: { L: [{ S: "arn:aws:execute-api:*:*:*/*/*/petstore/v1/*" }] },
            },
          },
        ],
      },
    },
  };
  const sample: StoredItem = { group: { S: "pet-veterinarian" }, policy };
  const text =
    '{"Statement":[{"Action":"execute-api:Invoke","Effect":"Allow",' +
    '"Resource":["arn:aws:execute-api:*:*:*/*/*/petstore/v1/*"],"Sid":"PetStore"}],"Version":"2012-10-17"}';
  const read = { group: "pet-veterinarian", policy: text, revision: revisionOf(text) };

  it("is read as the text of its map, with that text's revision", async () => {
    const store = await openTable([sample]);
    expect((await store.get(["pet-veterinarian"])).get("pet-veterinarian")).toEqual(read);
    expect(await contentOf(store)).toEqual([read]);
  });

  it("is replaced by whoever gives that revision, and by nobody else", async () => {
    const store = await openTable([sample]);
    const conflict = { code: "Conflict", current: read.revision };
    await expect(store.put(VET, null)).rejects.toMatchObject(conflict);
    await expect(store.put(VET, VET.revision)).rejects.toMatchObject(conflict);
    await store.put(VET, read.revision);
    expect(await contentOf(store)).toEqual([VET]);
  });

  it("is removed by whoever gives that revision", async () => {
    const store = await openTable([sample]);
    await store.remove("pet-veterinarian", read.revision);
    expect(await contentOf(store)).toEqual([]);
  });
});

describe("a stored item that is not what it should be", () => {
  const { group, ...good } = encodeItem(OWNER);
  it.each<[string, StoredItem]>([
    ["without a policy", { revision: good.revision ?? { S: "" } }],
    ["with a policy and no revision", { policy: good.policy ?? { S: "" } }],
    ["with a map and a revision", { policy: { M: {} }, revision: { S: revisionOf("{}") } }],
    ["with a map that JSON cannot say", { policy: { M: { Action: { SS: ["execute-api:Invoke"] } } } }],
    ["with a policy of another type", { ...good, policy: { N: "1" } }],
    ["with a revision of another type", { ...good, revision: { BOOL: true } }],
    ["with a description of another type", { ...good, description: { L: [{ S: "Owners" }] } }],
    ["with a policy that is not JSON", { policy: { S: "{" }, revision: { S: revisionOf("{") } }],
    ["with a policy that is not an object", { policy: { S: "null" }, revision: { S: revisionOf("null") } }],
    ["with the revision of another policy", encodeItem(tamperedItem("pet-owner"))],
  ])("%s is a fault, and is replaced by whoever gives its base", async (_, attributes) => {
    const store = await openTable([{ ...attributes, group: group ?? { S: "pet-owner" } }, encodeItem(VET)]);
    const fault = { name: "PolicyStoreError", code: "Malformed", group: "pet-owner" };
    await expect(store.get(["pet-owner"])).rejects.toMatchObject(fault);
    await expect(contentOf(store)).rejects.toMatchObject(fault);

    const bases: string[] = [];
    await collect(store.list({ onMalformed: ({ base }) => bases.push(base) }));
    expect(bases).toHaveLength(1);
    for (const base of bases) await store.put(OWNER, base);
    expect(await contentOf(store)).toEqual([OWNER, VET]);
  });
});

describe("what is asked of DynamoDB", () => {
  const recorded = async (items: readonly StoredItem[] = [], consistentRead = false) => {
    const tableName = await server.createTable(items);
    const client = clientFor(server.endpoint);
    const sent: { command: string; input: unknown }[] = [];
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          sent.push({ command: String(commandName), input: args.input });
          return next(args);
        },
      { step: "initialize" },
    );
    return { store: createDynamoPolicyStore({ client, tableName, consistentRead }), tableName, sent };
  };

  it.each([false, true])(
    "a look-up is one BatchGetItem of the item's own attributes; consistent: %s",
    async (consistent) => {
      const item = { ...encodeItem(OWNER), owner: { S: "somebody else's attribute" } };
      const { store, tableName, sent } = await recorded([item], consistent);
      await store.get(["pet-owner", "$lychgate/release", "pet-owner", ""]);
      const request = {
        Keys: [{ group: { S: "pet-owner" } }],
        ConsistentRead: consistent,
        ProjectionExpression: "#group, #policy, #revision, #description, #usageTier",
      };
      expect(sent).toMatchObject([
        { command: "BatchGetItemCommand", input: { RequestItems: { [tableName]: request } } },
      ]);
    },
  );

  it.each([
    ["no group", []],
    ["reserved groups alone", ["$lychgate/release"]],
  ])("a look-up of %s asks nothing", async (_, groups) => {
    const { store, sent } = await recorded();
    expect((await store.get(groups)).size).toBe(0);
    expect(sent).toEqual([]);
  });

  it("a look-up asks for at most 100 groups at once", async () => {
    const { store, sent } = await recorded();
    await store.get(Array.from({ length: 201 }, (_, index) => `group-${index}`));
    const sizes = sent.map(({ input }) => JSON.stringify(input).split('{"group":').length - 1);
    expect(sizes).toEqual([100, 100, 1]);
  });

  it("a list scans page after page of what was written last", async () => {
    const large = Array.from({ length: 4 }, (_, index) => itemOf(`group-${index}`, "x".repeat(300_000)));
    const { store, sent } = await recorded(large.map(encodeItem));
    expect(await contentOf(store)).toEqual(large);
    expect(sent.length).toBeGreaterThan(1);
    for (const { command, input } of sent) {
      expect(command).toBe("ScanCommand");
      expect(input).toMatchObject({ ConsistentRead: true });
    }
  });

  it("a write is one conditional request", async () => {
    const { store, sent } = await recorded([encodeItem(OWNER)]);
    await store.put(VET, null);
    await store.remove(OWNER.group, OWNER.revision);
    expect(sent).toMatchObject([
      { command: "PutItemCommand", input: { ConditionExpression: "attribute_not_exists(#group)" } },
      { command: "DeleteItemCommand", input: { ConditionExpression: "#revision = :revision" } },
    ]);
  });
});
