import { describe, expect, it } from "vitest";
import {
  authorizerKeyedContract,
  DISABLED_KEY,
  FOREIGN_KEY,
  KEY,
  keyedContract,
  keyedPetstore,
  OTHER_KEY,
  PLANLESS_KEY,
  plansFile,
  withKey,
} from "../../test/api-keys.ts";
import { header, result, scheme, statement, text } from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";

const PETS = "GET /dev/pets";
const TOKEN: HeaderField = ["Authorization", "Bearer good"];

describe("a method that requires an API key", () => {
  it.each([
    ["no key", [TOKEN], "ApiKeyMissing", undefined],
    ["an empty key", withKey(""), "ApiKeyMissing", undefined],
    ["an unknown key", withKey("unknownKey0123456789a"), "ApiKeyInvalid", "expected the value of an API key"],
    ["a key's id", withKey("clinic"), "ApiKeyInvalid", "expected the value of an API key"],
    [
      "a key in another case",
      withKey(KEY.toUpperCase()),
      "ApiKeyInvalid",
      "expected the value of an API key",
    ],
    ["a disabled key", withKey(DISABLED_KEY), "ApiKeyInvalid", "expected an enabled API key, came `former`"],
    [
      "a key without a plan",
      withKey(PLANLESS_KEY),
      "ApiKeyInvalid",
      "expected an API key in a usage plan for `abcdef1234/dev`, came `lonely`",
    ],
    [
      "a key with a plan for another stage",
      withKey(FOREIGN_KEY),
      "ApiKeyInvalid",
      "expected an API key in a usage plan for `abcdef1234/dev`, came `strange`",
    ],
  ] satisfies [string, HeaderField[], string, string | undefined][])(
    "answers 403 to %s",
    async (_, headers, reason, detail) => {
      const { send, backend, log } = keyedPetstore();
      const response = await send(PETS, { headers });
      expect([response.status, text(response), header(response, "x-amzn-ErrorType")]).toEqual([
        403,
        '{"message":"Forbidden"}',
        "ForbiddenException",
      ]);
      expect(backend.events).toEqual([]);
      expect(log).toEqual([{ requestId: expect.any(String), reason, ...(detail && { detail }) }]);
      expect(JSON.stringify(log)).not.toContain(headers[1]?.[1] || "Bearer");
    },
  );

  it.each([
    ["its header", withKey(KEY), 200],
    ["its header in another case", [TOKEN, ["X-API-Key", KEY]], 200],
    ["the last of two headers", [...withKey("unknown"), ["x-api-key", KEY]], 200],
    ["a header before the last", [...withKey(KEY), ["x-api-key", "unknown"]], 403],
  ] satisfies [string, HeaderField[], number][])("reads the key from %s", async (_, headers, status) => {
    const { send } = keyedPetstore();
    expect((await send(PETS, { headers })).status).toBe(status);
  });

  it("reads no key from the query string", async () => {
    const { send } = keyedPetstore();
    expect((await send(`${PETS}?x-api-key=${KEY}`)).status).toBe(403);
  });

  it("answers 403 to every key where there are no plans", async () => {
    expect(await keyedPetstore({}).status()).toBe(403);
  });

  it("asks the authorizer first", async () => {
    const denied = keyedPetstore(undefined, { authorize: () => Promise.reject(new Error("Unauthorized")) });
    expect([await denied.status(PETS, ""), await denied.status()]).toEqual([401, 401]);
  });

  it("serves a key where nothing is authorized, and none for it", async () => {
    const { status, authorizer } = keyedPetstore();
    expect([await status("GET /dev/open"), await status("GET /dev/open", "none")]).toEqual([200, 403]);
    expect(authorizer.events).toEqual([]);
  });

  it("leaves the key on the event", async () => {
    const { status, backend, authorizer } = keyedPetstore();
    await status();
    await status("GET /dev/free");
    expect(backend.events.map((event) => event.requestContext)).toEqual([
      expect.objectContaining({ identity: expect.objectContaining({ apiKey: KEY, apiKeyId: "clinic" }) }),
      expect.objectContaining({ identity: expect.objectContaining({ apiKey: null, apiKeyId: null }) }),
    ]);
    expect(authorizer.events).toHaveLength(1);
  });

  it("tells a REQUEST authorizer the key that was sent, unchecked", async () => {
    const groups = scheme({ type: "request", identitySource: "context.identity.apiKey" });
    const key = { type: "apiKey", name: "x-api-key", in: "header" };
    const { status, authorizer } = keyedPetstore(undefined, {
      document: keyedContract({ components: { securitySchemes: { groups, key } } }),
    });
    for (const sent of [KEY, KEY, OTHER_KEY, "unknown", ""]) await status(PETS, sent);
    expect(authorizer.events.map(({ requestContext }) => requestContext)).toEqual(
      [KEY, OTHER_KEY, "unknown"].map((apiKey) =>
        expect.objectContaining({ identity: expect.objectContaining({ apiKey, apiKeyId: null }) }),
      ),
    );
  });
});

describe("an API whose authorizer names the keys", () => {
  const document = authorizerKeyedContract();

  it.each([
    ["a key", KEY, 200],
    ["a disabled key", DISABLED_KEY, 403],
    ["an unknown key", "{api-key}", 403],
    ["an empty key", "", 403],
    ["no key", undefined, 403],
  ])("is named %s", async (_, usageIdentifierKey, status) => {
    const { send } = keyedPetstore(undefined, {
      document,
      ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
    });
    expect((await send(PETS)).status).toBe(status);
  });

  it("passes over the header", async () => {
    const { status } = keyedPetstore(undefined, { document });
    expect(await status()).toBe(403);
  });

  it("keeps the key with the cached policy", async () => {
    const { send, authorizer, backend } = keyedPetstore(plansFile({ quota: { limit: 2, period: "DAY" } }), {
      document,
      usageIdentifierKey: KEY,
    });
    const responses = [await send(PETS), await send(PETS), await send(PETS)];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(authorizer.events).toHaveLength(1);
    expect(backend.events.map((event) => event.requestContext)).toEqual(
      Array(2).fill(
        expect.objectContaining({ identity: expect.objectContaining({ apiKey: KEY, apiKeyId: "clinic" }) }),
      ),
    );
  });

  it("keeps a key that is none until the cache is flushed", async () => {
    const keys = ["unknown", KEY];
    const { send, gateway } = keyedPetstore(undefined, {
      document,
      authorize: () =>
        result([statement("Allow", "arn:aws:execute-api:*:*:*")], { usageIdentifierKey: keys.shift() }),
    });
    expect([(await send(PETS)).status, (await send(PETS)).status]).toEqual([403, 403]);
    gateway.flushAuthorizerCache();
    expect((await send(PETS)).status).toBe(200);
  });
});
