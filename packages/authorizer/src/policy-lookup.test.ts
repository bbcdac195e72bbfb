import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { canonicalize } from "@lychgate/policy";
import {
  createDynamoPolicyStore,
  createMemoryPolicyStore,
  type PolicyItem,
  type PolicyStore,
  PolicyStoreError,
} from "@lychgate/policy-store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CountingStore, counting, itemOf, statementOf } from "../test/policies.ts";
import {
  type Attributes,
  attributesOf,
  CREDENTIALS,
  type PolicyTableServer,
  startPolicyTable,
} from "../test/policy-table.ts";
import { readerOf } from "./deny-list.ts";
import { createPolicyLookup } from "./policy-lookup.ts";

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const VET = itemOf("pet-veterinarian", statementOf("All", "Allow", "GET/petstore/v1/*"));
const OWNER_2 = itemOf("pet-owner", statementOf("Pets", "Deny", "GET/petstore/v1/pets"));

const TTL = 60_000;
let now: number;
let table: Map<string, PolicyItem>;
let store: CountingStore;
beforeEach(() => {
  now = 1_800_000_000_000;
  table = tableOf(OWNER, VET);
  store = counting(async (groups) => createMemoryPolicyStore(table.values()).get(groups));
});

function tableOf(...items: PolicyItem[]): Map<string, PolicyItem> {
  return new Map(items.map((item) => [item.group, item]));
}

function lookUpFrom(source: Pick<PolicyStore, "get"> = store, ttl = TTL) {
  const lookUp = createPolicyLookup(readerOf({ store: source }), { ttl, clock: () => now });
  return async (groups: readonly string[]) => (await lookUp(groups)).documents;
}

/** What a look-up found, in short. */
async function revisions(found: ReturnType<ReturnType<typeof lookUpFrom>>): Promise<string[]> {
  return (await found).map(({ revision }) => revision);
}

describe("a look-up", () => {
  it("gives each group's document with the revision that is stored, in the order of the groups", async () => {
    const documentOf = ({ policy }: PolicyItem) => canonicalize(JSON.parse(policy));
    expect(await lookUpFrom()(["pet-veterinarian", "pet-owner"])).toEqual([
      { group: "pet-veterinarian", revision: VET.revision, document: documentOf(VET) },
      { group: "pet-owner", revision: OWNER.revision, document: documentOf(OWNER) },
    ]);
  });

  it("asks the store once for many groups", async () => {
    await lookUpFrom()(["admins", "pet-owner", "pet-veterinarian"]);
    expect(store.asked).toEqual([["admins", "pet-owner", "pet-veterinarian"]]);
  });

  it("asks only for the groups that are not known", async () => {
    const lookUp = lookUpFrom();
    await lookUp(["pet-owner"]);
    expect(await revisions(lookUp(["pet-owner", "pet-veterinarian"]))).toEqual([
      OWNER.revision,
      VET.revision,
    ]);
    expect(store.asked).toEqual([["pet-owner"], ["pet-veterinarian"]]);
  });

  it("of no group asks nothing and finds nothing", async () => {
    expect(await lookUpFrom()([])).toEqual([]);
    expect(store.asked).toEqual([]);
  });

  it.each([["admins"], ["__proto__"], ["constructor"], [""], ["$lychgate/release"]])(
    "of the group `%s`, which has no policy, finds nothing",
    async (group) => {
      expect(await lookUpFrom()([group])).toEqual([]);
    },
  );
});

describe("what was found", () => {
  it("is looked up again when the clock has been put back, else it would be used for longer", async () => {
    const lookUp = lookUpFrom();
    await lookUp(["pet-owner"]);
    table = tableOf(OWNER_2);
    now -= 1;
    expect(await revisions(lookUp(["pet-owner"]))).toEqual([OWNER_2.revision]);
    expect(await revisions(lookUp(["pet-owner"]))).toEqual([OWNER_2.revision]);
    expect(store.asked).toHaveLength(2);
  });

  it.each([
    ["just before its time is over", TTL - 1, [OWNER.revision], 1],
    ["when its time is over", TTL, [OWNER_2.revision], 2],
  ])("is what is said %s", async (_, passed, expected, asked) => {
    const lookUp = lookUpFrom();
    await lookUp(["pet-owner"]);
    table = tableOf(OWNER_2);
    now += passed;
    expect(await revisions(lookUp(["pet-owner"]))).toEqual(expected);
    expect(store.asked).toHaveLength(asked);
  });

  it("is as old as the question, not as the answer", async () => {
    const answering = Promise.withResolvers<void>();
    const slow = counting(async (groups) => {
      await answering.promise;
      return createMemoryPolicyStore([OWNER]).get(groups);
    });
    const lookUp = lookUpFrom(slow);
    const first = lookUp(["pet-owner"]);
    now += TTL;
    answering.resolve();
    await first;
    await lookUp(["pet-owner"]);
    expect(slow.asked).toHaveLength(2);
  });

  it("may be nothing, which is remembered like a policy and no longer", async () => {
    const lookUp = lookUpFrom();
    expect(await lookUp(["admins"])).toEqual([]);
    table = tableOf(itemOf("admins", statementOf("All", "Allow", "*")));
    now += TTL - 1;
    expect(await lookUp(["admins"])).toEqual([]);
    now += 1;
    expect(await lookUp(["admins"])).toMatchObject([{ group: "admins" }]);
    expect(store.asked).toHaveLength(2);
  });

  it("is forgotten once the policy is gone", async () => {
    const lookUp = lookUpFrom();
    await lookUp(["pet-owner"]);
    table = tableOf();
    now += TTL;
    expect(await lookUp(["pet-owner"])).toEqual([]);
  });

  it("is not remembered with a time of 0", async () => {
    const lookUp = lookUpFrom(store, 0);
    await lookUp(["pet-owner"]);
    table = tableOf(OWNER_2);
    expect(await revisions(lookUp(["pet-owner"]))).toEqual([OWNER_2.revision]);
    expect(store.asked).toHaveLength(2);
  });

  it("is bounded, but a request never loses a group of its own", async () => {
    const lookUp = lookUpFrom();
    await lookUp(["pet-owner"]);
    for (let index = 1; index < 10_000; index += 100) {
      await lookUp(
        Array.from({ length: Math.min(100, 10_000 - index) }, (_, step) => `group-${index + step}`),
      );
    }
    expect(await revisions(lookUp(["pet-owner"]))).toEqual([OWNER.revision]);
    const before = store.asked.length;
    expect(await revisions(lookUp(["pet-owner", "pet-veterinarian"]))).toEqual([
      OWNER.revision,
      VET.revision,
    ]);
    expect(store.asked.slice(before)).toEqual([["pet-veterinarian"]]);
    await lookUp(["pet-owner"]);
    expect(store.asked.slice(before)).toEqual([["pet-veterinarian"], ["pet-owner"]]);
  });
});

describe("look-ups at the same time", () => {
  it.each([TTL, 0])("share one question, with a time of %i", async (ttl) => {
    const lookUp = lookUpFrom(store, ttl);
    const found = await Promise.all([lookUp(["pet-owner"]), lookUp(["pet-owner"]), lookUp(["pet-owner"])]);
    expect(found.map(([one]) => one?.revision)).toEqual([OWNER.revision, OWNER.revision, OWNER.revision]);
    expect(store.asked).toEqual([["pet-owner"]]);
  });

  it("share what they have in common", async () => {
    const lookUp = lookUpFrom();
    await Promise.all([lookUp(["admins", "pet-owner"]), lookUp(["pet-owner", "pet-veterinarian"])]);
    expect(store.asked).toEqual([["admins", "pet-owner"], ["pet-veterinarian"]]);
  });

  it("share a failure, which the next one does not", async () => {
    const failures = [new PolicyStoreError("Throttled", "table `t` is throttled")];
    const failing = counting(async (groups) => {
      const failure = failures.shift();
      if (failure) throw failure;
      return createMemoryPolicyStore([OWNER]).get(groups);
    });
    const lookUp = lookUpFrom(failing);
    const settled = await Promise.allSettled([lookUp(["pet-owner"]), lookUp(["pet-owner"])]);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(failing.asked).toHaveLength(1);
    expect(await revisions(lookUp(["pet-owner"]))).toEqual([OWNER.revision]);
  });
});

describe("a look-up in DynamoDB", () => {
  let server: PolicyTableServer;
  beforeAll(async () => {
    server = await startPolicyTable();
    await server.put(attributesOf(OWNER));
  });
  afterAll(() => server.close());

  const lookUpIn = (client: DynamoDBClient, tableName = server.tableName) =>
    lookUpFrom(createDynamoPolicyStore({ client, tableName }));

  it("finds a seeded policy", async () => {
    expect(await revisions(lookUpIn(server.client)(["admins", "pet-owner"]))).toEqual([OWNER.revision]);
  });

  it("reads an item of AWS's sample: a map, scalars for lists, a Sid with a hyphen", async () => {
    const statement: Attributes = {
      Sid: { S: "PetStore-API" },
      Effect: { S: "Allow" },
      Action: { S: "execute-api:Invoke" },
      Resource: { S: "arn:aws:execute-api:*:*:*/*/*/petstore/v1/*" },
    };
    const policy = { M: { Version: { S: "2012-10-17" }, Statement: { L: [{ M: statement }] } } };
    await server.put({ group: { S: "sample" }, policy });
    const [found] = await lookUpIn(server.client)(["sample"]);
    expect(found?.revision).toMatch(/^[0-9a-f]{64}$/);
    expect(found?.document.Statement).toEqual([
      {
        Sid: "PetStore-API",
        Effect: "Allow",
        Action: ["execute-api:Invoke"],
        Resource: ["arn:aws:execute-api:*:*:*/*/*/petstore/v1/*"],
      },
    ]);
  });

  it.each<[string, Attributes]>([
    ["whose policy is not the one of its revision", { ...attributesOf(VET), policy: { S: OWNER.policy } }],
    ["without a policy", { group: { S: VET.group } }],
    ["with a policy of another type", { ...attributesOf(VET), policy: { N: "1" } }],
  ])("of an item %s is a fault", async (_, item) => {
    await server.put(item);
    await expect(lookUpIn(server.client)([VET.group])).rejects.toMatchObject({ code: "PolicyMalformed" });
  });

  it("that is missing or cannot be reached is a fault", async () => {
    const gone = await startPolicyTable();
    await gone.close();
    const client = new DynamoDBClient({
      endpoint: gone.endpoint,
      region: "eu-west-1",
      credentials: CREDENTIALS,
      maxAttempts: 1,
    });
    const fault = { name: "AuthorizerFault", code: "PoliciesUnavailable" };
    await expect(lookUpIn(client)(["pet-owner"])).rejects.toMatchObject(fault);
    await expect(lookUpIn(server.client, "another")(["pet-owner"])).rejects.toMatchObject(fault);
  });
});
