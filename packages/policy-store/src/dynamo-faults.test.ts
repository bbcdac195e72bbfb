import { createServer } from "node:http";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DynaliteServer, startDynalite } from "../test/dynalite-server.ts";
import { type Answer, clientFor, listen, type Respond, startStubEndpoint } from "../test/endpoint.ts";
import { itemOf } from "../test/items.ts";
import { collect } from "../test/store-content.ts";
import { createDynamoPolicyStore, type DynamoPolicyStoreOptions } from "./dynamo-policy-store.ts";
import { isOutage } from "./errors.ts";
import type { PolicyStore } from "./policy-store.ts";
import { encodeItem } from "./stored-item.ts";

const OWNER = itemOf("pet-owner", "petstore/v1/pets");
const TABLE = "auth-policy-store";

const CALLS: [string, (store: PolicyStore) => Promise<unknown>][] = [
  ["get", (store) => store.get(["pet-owner"])],
  ["list", (store) => collect(store.list({ onMalformed: () => undefined }))],
  ["put", (store) => store.put(OWNER, null)],
  ["remove", (store) => store.remove("pet-owner", OWNER.revision)],
];

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function openStub(
  respond: Respond,
  settings?: DynamoDBClientConfig,
  options?: Partial<DynamoPolicyStoreOptions>,
) {
  const stub = await startStubEndpoint(respond, settings);
  closers.push(stub.close);
  return { ...stub, store: createDynamoPolicyStore({ client: stub.client, tableName: TABLE, ...options }) };
}

function fault(name: string, message = "as DynamoDB says it\nin two lines"): Answer {
  return { status: 400, body: JSON.stringify({ __type: `com.amazonaws.dynamodb#${name}`, message }) };
}

describe.each(CALLS)("%s, when DynamoDB cannot be used", (_, call) => {
  it("is unreachable where nothing listens", async () => {
    const free = createServer();
    const endpoint = await listen(free);
    await new Promise((resolve) => free.close(resolve));
    const store = createDynamoPolicyStore({ client: clientFor(endpoint), tableName: TABLE });
    await expect(call(store)).rejects.toMatchObject({
      name: "PolicyStoreError",
      code: "Unreachable",
      message: `table \`${TABLE}\` at \`${endpoint}\` gave no usable answer: \`ECONNREFUSED\``,
      cause: { code: "ECONNREFUSED" },
    });
  });

  it("is unreachable where nobody answers in the client's time", async () => {
    const requestHandler = { requestTimeout: 50, throwOnRequestTimeout: true };
    const { store, operations } = await openStub(() => undefined, { requestHandler });
    await expect(call(store)).rejects.toMatchObject({ code: "Unreachable", cause: { name: "TimeoutError" } });
    expect(operations).toHaveLength(1);
  });

  it.each([
    ["ResourceNotFoundException", "TableNotFound"],
    ["ProvisionedThroughputExceededException", "Throttled"],
    ["ThrottlingException", "Throttled"],
    ["RequestLimitExceeded", "Throttled"],
    ["ValidationException", "Malformed"],
    ["AccessDeniedException", "Denied"],
    ["UnrecognizedClientException", "Denied"],
    ["ExpiredTokenException", "Denied"],
    ["InternalServerError", "Unreachable"],
    ["constructor", "Unreachable"],
  ])("an answer `%s` is %s, in one line that names the table", async (name, code) => {
    const { store, endpoint, operations } = await openStub(() => fault(name));
    const message = expect.stringMatching(
      new RegExp(`^table \`${TABLE}\` at \`${endpoint}\` [^\\n]*${name}[^\\n]*$`),
    );
    await expect(call(store)).rejects.toMatchObject({ code, message, cause: { name } });
    expect(operations).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["garbage", { status: 200, body: "<html>sign in</html>" }],
    ["half of a body", { status: 200, body: '{"Responses": {' }],
    ["garbage with status 502", { status: 502, body: "<html>bad gateway</html>" }],
    ["nothing with status 503", { status: 503, body: "" }],
  ])("is unreachable where the answer is %s", async (_, answer) => {
    const { store } = await openStub(() => answer);
    await expect(call(store)).rejects.toMatchObject({ code: "Unreachable", cause: expect.any(Error) });
  });

  it("is denied without credentials, and says nothing of them", async () => {
    const secret = "the-secret-key";
    const credentials = async () => {
      throw Object.assign(new Error(`cannot load ${secret}`), { name: "CredentialsProviderError" });
    };
    const { store, operations } = await openStub(() => undefined, { credentials });
    await expect(call(store)).rejects.toMatchObject({
      code: "Denied",
      message: expect.not.stringContaining(secret),
    });
    expect(operations).toEqual([]);
  });
});

describe("a table that DynamoDB has not", () => {
  let server: DynaliteServer;
  beforeEach(async () => {
    server = await startDynalite();
    closers.push(server.close);
  });

  it.each(CALLS)("is not found by %s", async (_, call) => {
    const store = createDynamoPolicyStore({ client: server.client, tableName: "elsewhere" });
    await expect(call(store)).rejects.toMatchObject({
      code: "TableNotFound",
      message: `table \`elsewhere\` at \`${server.endpoint}\` does not exist: \`ResourceNotFoundException\``,
    });
  });
});

describe("a client that tries again", () => {
  it("does so as often as it was told, no more", async () => {
    const { store, operations } = await openStub(() => fault("ProvisionedThroughputExceededException"), {
      maxAttempts: 2,
    });
    await expect(store.get(["pet-owner"])).rejects.toMatchObject({ code: "Throttled" });
    expect(operations).toEqual(["BatchGetItem", "BatchGetItem"]);
  });
});

describe("a look-up that has to end in time", () => {
  const throttled = fault("ProvisionedThroughputExceededException");
  const unprocessed = {
    Responses: {},
    UnprocessedKeys: { [TABLE]: { Keys: [{ group: { S: "pet-owner" } }] } },
  };
  it.each<[string, Respond, DynamoDBClientConfig, Partial<DynamoPolicyStoreOptions>]>([
    ["a request without an answer", () => undefined, {}, {}],
    ["the client's attempts", () => throttled, { maxAttempts: 1_000 }, {}],
    ["the client's wait between attempts", () => throttled, { retryStrategy: waitingForEver() }, {}],
    [
      "the waits for keys",
      () => ({ status: 200, body: JSON.stringify(unprocessed) }),
      {},
      { maxAttempts: 1_000 },
    ],
  ])("ends %s, and that is an outage", async (_, respond, settings, options) => {
    const { store } = await openStub(respond, settings, { timeout: 50, ...options });
    const error: unknown = await store.get(["pet-owner"]).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "Unreachable" });
    expect(isOutage(error)).toBe(true);
  });

  it("is not held up by its time when the answer comes", async () => {
    const body = JSON.stringify({ Responses: { [TABLE]: [encodeItem(OWNER)] }, UnprocessedKeys: {} });
    const { store } = await openStub(() => ({ status: 200, body }), {}, { timeout: 600_000 });
    expect([...(await store.get(["pet-owner"])).values()]).toEqual([OWNER]);
  });
});

/** A client that has tried once and never tries again. */
function waitingForEver(): NonNullable<DynamoDBClientConfig["retryStrategy"]> {
  const token = { getRetryCount: () => 0, getRetryDelay: () => 0 };
  return {
    acquireInitialRetryToken: async () => token,
    refreshRetryTokenForRetry: () => new Promise(() => undefined),
    recordSuccess: () => undefined,
  };
}

describe("an answer without the part that was asked for", () => {
  it.each<[string, unknown]>([
    ["no `Responses`", {}],
    ["`Responses` for another table", { Responses: { another: [] }, UnprocessedKeys: {} }],
  ])("with %s is no proof that a group is absent", async (_, body) => {
    const { store } = await openStub(() => ({ status: 200, body: JSON.stringify(body) }));
    await expect(store.get(["pet-owner"])).rejects.toMatchObject({ code: "Unreachable" });
  });

  it("is no proof that the table is empty", async () => {
    const { store } = await openStub(() => ({ status: 200, body: "{}" }));
    await expect(collect(store.list())).rejects.toMatchObject({ code: "Unreachable" });
  });

  it("but with another group's item is a fault", async () => {
    const body = JSON.stringify({ Responses: { [TABLE]: [encodeItem(itemOf("admin", "*"))] } });
    const { store } = await openStub(() => ({ status: 200, body }));
    await expect(store.get(["pet-owner"])).rejects.toMatchObject({ code: "Malformed", group: "admin" });
  });

  it("but with items that have no group is a fault", async () => {
    const body = JSON.stringify({ Items: [{ id: { S: "pet-owner" } }] });
    const { store } = await openStub(() => ({ status: 200, body }));
    await expect(collect(store.list())).rejects.toMatchObject({ code: "Malformed" });
  });
});

describe("keys left unprocessed", () => {
  const waits: number[] = [];
  const options: Partial<DynamoPolicyStoreOptions> = {
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  };
  beforeEach(() => {
    waits.length = 0;
  });

  const answer = (items: string[], unprocessed: string[]): Answer => {
    const Responses = { [TABLE]: items.map((group) => encodeItem(itemOf(group, "pets"))) };
    const Keys = unprocessed.map((group) => ({ group: { S: group } }));
    const UnprocessedKeys = Keys.length === 0 ? {} : { [TABLE]: { Keys } };
    return { status: 200, body: JSON.stringify({ Responses, UnprocessedKeys }) };
  };

  it("are asked for again, they alone", async () => {
    const answers = [answer(["a"], ["b", "c"]), answer(["c"], ["b"]), answer(["b"], [])];
    const asked: unknown[] = [];
    const respond: Respond = (_, body) => {
      asked.push(body);
      return answers[asked.length - 1];
    };
    const { store } = await openStub(respond, {}, options);
    const found = await store.get(["a", "b", "c", "d"]);
    expect([...found.keys()].sort()).toEqual(["a", "b", "c"]);
    const keys = [["a", "b", "c", "d"], ["b", "c"], ["b"]].map((groups) =>
      groups.map((S) => ({ group: { S } })),
    );
    expect(asked).toMatchObject(keys.map((Keys) => ({ RequestItems: { [TABLE]: { Keys } } })));
  });

  it.each([1, 2, 5, 9])(
    "for ever, are throttling after %i attempts, with growing but bounded waits",
    async (maxAttempts) => {
      const { store, operations } = await openStub(() => answer([], ["a"]), {}, { ...options, maxAttempts });
      await expect(store.get(["a"])).rejects.toMatchObject({ code: "Throttled" });
      expect(operations).toHaveLength(maxAttempts);
      const intervals = [25, 50, 100, 200, 400, 400, 400, 400].slice(0, maxAttempts - 1);
      expect(waits).toHaveLength(intervals.length);
      for (const [index, interval] of intervals.entries()) {
        expect(waits[index]).toBeGreaterThanOrEqual(interval / 2);
        expect(waits[index]).toBeLessThanOrEqual(interval);
      }
    },
  );

  it("with no responses at all are asked for again too", async () => {
    const nothing = { Responses: {}, UnprocessedKeys: { [TABLE]: { Keys: [{ group: { S: "a" } }] } } };
    const answers = [{ status: 200, body: JSON.stringify(nothing) }, answer(["a"], [])];
    const { store } = await openStub(() => answers.shift(), {}, options);
    expect([...(await store.get(["a"])).keys()]).toEqual(["a"]);
  });

  it.each([0, -1, 1.5, Number.NaN])("cannot be asked for %d times", (maxAttempts) => {
    const create = () =>
      createDynamoPolicyStore({ client: clientFor("http://127.0.0.1:1"), tableName: TABLE, maxAttempts });
    expect(create).toThrow(RangeError);
  });
});
