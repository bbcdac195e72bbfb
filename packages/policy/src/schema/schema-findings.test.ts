import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { formatFinding } from "../finding.ts";
import { findingsOf } from "./schema-findings.ts";

/** The options of the generated validators. */
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });

function messages(schema: object, value: unknown): string[] {
  const validate = ajv.compile(schema);
  validate(value);
  return findingsOf(validate.errors ?? []).map(formatFinding);
}

const TEXT = { type: "string" };
const TEXTS = { type: "array", items: TEXT, minItems: 1 };
const TEXT_OR_TEXTS = { anyOf: [TEXT, TEXTS] };
const NAMES = Array.from("abcdefghij", (letter) => `property-${letter}`);
const MANY = {
  type: "object",
  additionalProperties: false,
  properties: Object.fromEntries(NAMES.map((name) => [name, TEXT])),
};

describe("the findings of a schema", () => {
  it.each<[string, object, unknown, string[]]>([
    ["nothing, for what is valid", TEXT, "a", []],
    ["the type", TEXT, 7, ["expected string, got `7`"]],
    ["every type", { type: ["string", "number"] }, null, ["expected string or number, got `null`"]],
    ["the one value", { const: "a" }, "b", ['expected `"a"`, got `"b"`']],
    ["every value", { enum: ["a", "b", "c"] }, "d", ['expected `"a"`, `"b"` or `"c"`, got `"d"`']],
    ["the pattern", { type: "string", pattern: "^a$" }, "b", ['expected text that matches ^a$, got `"b"`']],
    ["an empty list", TEXTS, [], ["expected at least one item, got an empty list"]],
    ["the item", TEXTS, ["a", 7], ["[1]: expected string, got `7`"]],
    [
      "a property that is missing",
      { type: "object", required: ["a"], properties: { a: TEXT } },
      {},
      ["a: is missing"],
    ],
    ["the kinds of a union", TEXT_OR_TEXTS, 7, ["expected string or array, got `7`"]],
    ["what is wrong further inside of a union", TEXT_OR_TEXTS, ["a", 7], ["[1]: expected string, got `7`"]],
    [
      "what is wrong with the one branch of a union",
      TEXT_OR_TEXTS,
      [],
      ["expected at least one item, got an empty list"],
    ],
    [
      "ajv's own words for a keyword that it does not know",
      { type: "string", maxLength: 1 },
      "ab",
      ['must NOT have more than 1 characters, got `"ab"`'],
    ],
    [
      "the nearest of many names",
      MANY,
      { "property-jj": "" },
      ['["property-jj"]: is not a known property; expected `property-j`'],
    ],
    [
      "no name where there are none",
      { type: "object", additionalProperties: false },
      { a: 1 },
      ["a: is not a known property"],
    ],
    [
      "every fault, once",
      { type: "object", properties: { a: TEXT, b: TEXT_OR_TEXTS } },
      { a: 1, b: {} },
      ["a: expected string, got `1`", "b: expected string or array, got an object"],
    ],
  ])("name %s", (_, schema, value, expected) => {
    expect(messages(schema, value)).toEqual(expected);
  });

  it("cut long values", () => {
    expect(messages({ type: "number" }, "x".repeat(200))).toEqual([
      `expected number, got \`"${"x".repeat(79)}…\``,
    ]);
  });

  it("decode what a JSON pointer escapes, and tell indexes from names", () => {
    const schema = { type: "object", additionalProperties: { type: "object", additionalProperties: TEXT } };
    expect(messages(schema, { "a/b~c": { "0": 7 } })).toEqual(['["a/b~c"][0]: expected string, got `7`']);
    expect(messages(schema, { "a/b~c": { "01": 7 } })).toEqual(['["a/b~c"]["01"]: expected string, got `7`']);
  });
});
