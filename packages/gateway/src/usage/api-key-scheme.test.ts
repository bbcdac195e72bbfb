import { describe, expect, it } from "vitest";
import { keyedContract } from "../../test/api-keys.ts";
import { operation, scheme } from "../../test/petstore.ts";
import { readDefinition } from "../definition/read-definition.ts";
import { GatewayError } from "../errors.ts";

const API_KEY = { type: "apiKey", name: "x-api-key", in: "header" };
const SOURCE = "x-amazon-apigateway-api-key-source";

function document(security: unknown, more: object = {}, key: object = API_KEY): object {
  return keyedContract({
    paths: { "/x": { get: operation({ security }) } },
    components: { securitySchemes: { groups: scheme(), key } },
    ...more,
  });
}

function methodOf(contract: object) {
  const { resources } = readDefinition(contract);
  return resources.flatMap(({ methods }) => [...methods.values()])[0];
}

function problems(contract: object): readonly string[] {
  try {
    readDefinition(contract);
    return [];
  } catch (error) {
    if (error instanceof GatewayError) return error.problems;
    throw error;
  }
}

describe("an operation", () => {
  it.each([
    ["requires a key beside an authorizer", [{ groups: [], key: [] }], "CUSTOM", true],
    ["requires a key in a requirement of its own", [{ groups: [] }, { key: [] }], "CUSTOM", true],
    ["requires a key in front of an authorizer", [{ key: [] }, { groups: [] }], "CUSTOM", true],
    ["requires nothing but a key", [{ key: [] }], "NONE", true],
    ["requires no key", [{ groups: [] }], "CUSTOM", false],
    ["requires nothing", [], "NONE", false],
    ["says nothing", undefined, "NONE", false],
  ])("%s", (_, security, type, apiKeyRequired) => {
    const bare = operation();
    const contract = security === undefined ? { ...bare, security: undefined } : { ...bare, security };
    const method = methodOf(keyedContract({ paths: { "/x": { get: contract } } }));
    expect([method?.authorization.type, method?.apiKeyRequired]).toEqual([type, apiKeyRequired]);
  });

  it("requires no key where the header `x-api-key` is an authorizer's", () => {
    const method = methodOf(document([{ key: [] }], {}, { ...scheme(), name: "x-api-key" }));
    expect([method?.authorization.type, method?.apiKeyRequired]).toEqual(["CUSTOM", false]);
  });

  it("requires a key by its header's name in another case", () => {
    expect(methodOf(document([{ key: [] }], {}, { ...API_KEY, name: "X-API-Key" }))?.apiKeyRequired).toBe(
      true,
    );
  });

  it.each([
    ["a key that is optional", [{ key: [] }, {}], API_KEY, "paths./x.get.security: "],
    [
      "a key with scopes",
      [{ groups: [], key: ["read"] }],
      API_KEY,
      "paths./x.get.security.key: expected an empty list",
    ],
    [
      "two authorizers beside a key",
      [{ groups: [], key: [] }, { groups: [] }],
      API_KEY,
      "paths./x.get.security: ",
    ],
    ["a key in the query string", [{ key: [] }], { ...API_KEY, in: "query" }, "paths./x.get.security.key: "],
    ["a key in another header", [{ key: [] }], { ...API_KEY, name: "x-key" }, "paths./x.get.security.key: "],
    ["a scheme of another type", [{ key: [] }], { ...API_KEY, type: "http" }, "paths./x.get.security.key: "],
  ])("is refused with %s", (_, security, key, problem) => {
    expect(problems(document(security, {}, key))).toEqual([expect.stringContaining(problem)]);
  });
});

describe("the source of API keys", () => {
  it.each([
    ["the header, unless it says otherwise", {}, "HEADER"],
    ["the header", { [SOURCE]: "HEADER" }, "HEADER"],
    ["the authorizer", { [SOURCE]: "AUTHORIZER" }, "AUTHORIZER"],
  ])("is %s", (_, more, source) => {
    expect(readDefinition(document([{ groups: [], key: [] }], more)).apiKeySource).toBe(source);
  });

  it.each([
    [
      "something else",
      { [SOURCE]: "header" },
      [{ key: [] }],
      `${SOURCE}: expected \`HEADER\` or \`AUTHORIZER\``,
    ],
    [
      "an authorizer that is not there",
      { [SOURCE]: "AUTHORIZER" },
      [{ key: [] }],
      "paths./x.get.security: expected a Lambda authorizer",
    ],
  ])("is refused: %s", (_, more, security, problem) => {
    expect(problems(document(security, more))).toEqual([expect.stringContaining(problem)]);
  });
});
