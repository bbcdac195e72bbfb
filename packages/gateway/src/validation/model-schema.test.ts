import { describe, expect, it } from "vitest";
import { createProblems } from "../definition/problems.ts";
import { compileModel } from "./body-model.ts";
import { readModelSchema } from "./model-schema.ts";

const DOCUMENT = {
  components: {
    schemas: {
      Pet: {
        type: "object",
        properties: { parent: { $ref: "#/components/schemas/Pet" } },
        required: ["name"],
      },
      Broken: { type: "array", minItems: 1 },
    },
  },
};

function problemsOf(schema: unknown): readonly string[] {
  const problems = createProblems();
  const read = readModelSchema(DOCUMENT, schema, "schema", problems);
  if (read) compileModel(read, "schema", problems);
  return problems.lines;
}

function errors(schema: unknown, body: unknown): readonly string[] {
  const problems = createProblems();
  const read = readModelSchema(DOCUMENT, schema, "schema", problems);
  const model = read && compileModel(read, "schema", problems);
  if (!model) throw new Error(problems.lines.join("\n"));
  return model(body);
}

describe("a model is refused", () => {
  it.each([
    ["exclusiveMinimum", { minimum: 1, exclusiveMinimum: true }, "schema.exclusiveMinimum: "],
    ["exclusiveMaximum", { maximum: 1, exclusiveMaximum: true }, "schema.exclusiveMaximum: "],
    ["minItems", { type: "array", minItems: 1 }, "schema.minItems: "],
    ["maxItems", { properties: { a: { maxItems: 1 } } }, "schema.properties.a.maxItems: "],
    ["nullable", { type: "string", nullable: true }, "schema.nullable: "],
    ["readOnly", { allOf: [{ readOnly: true }] }, "schema.allOf.0.readOnly: "],
    ["discriminator", { discriminator: { propertyName: "a" } }, "schema.discriminator: "],
    ["a keyword of a later draft", { const: 1 }, "schema.const: is no keyword of a model"],
    ["a keyword that an object inherits", { toString: 1 }, "schema.toString: is no keyword of a model"],
    ["a format that may be checked", { type: "string", format: "email" }, "schema.format: "],
    ["a remote reference", { $ref: "https://example.com/pet.json" }, "schema.$ref: expected `#/components"],
    ["a reference to another file", { $ref: "pet.json#/Pet" }, "schema.$ref: expected `#/components"],
    ["a reference to nothing", { $ref: "#/components/schemas/None" }, "schema.$ref: expected `#/components"],
    ["a reference to an inherited name", { $ref: "#/components/schemas/toString" }, "schema.$ref: expected"],
    [
      "a problem behind a reference",
      { $ref: "#/components/schemas/Broken" },
      "components.schemas.Broken.minItems: ",
    ],
    ["a type that is none", { type: "text" }, "schema: expected a schema of JSON Schema, draft 4"],
    ["an expression that is none", { pattern: "(" }, "schema: expected a schema of JSON Schema, draft 4"],
    [
      "a property that no validator looks at",
      { properties: JSON.parse('{ "__proto__": { "type": "string" } }') },
      "schema.properties.__proto__: is not supported",
    ],
    ["what is no schema", { items: true }, "schema.items: expected a schema, came `true`"],
    ["a list that is none", { anyOf: {} }, "schema.anyOf: expected a list, came an object"],
  ])("with %s", (_, schema, problem) => {
    expect(problemsOf(schema)).toEqual([expect.stringContaining(problem)]);
  });

  it("but for what only informs", () => {
    const annotations = { title: "a", description: "b", default: 1, example: 2, deprecated: true, "x-a": 3 };
    expect(problemsOf({ ...annotations, type: "integer", format: "int64" })).toEqual([]);
  });
});

describe("a body", () => {
  it.each([
    ["has a name", { $ref: "#/components/schemas/Pet" }, { name: "Rex" }, []],
    [
      "has none",
      { $ref: "#/components/schemas/Pet" },
      {},
      ['object has missing required properties (["name"])'],
    ],
    [
      "has a parent without one",
      { $ref: "#/components/schemas/Pet" },
      { name: "Rex", parent: {} },
      ['object has missing required properties (["name"])'],
    ],
    [
      "is what stands beside a reference",
      { $ref: "#/components/schemas/Pet", type: "array" },
      { name: 1 },
      [],
    ],
    ["is one of two", { oneOf: [{ type: "string" }, { type: "integer" }] }, 7, []],
    [
      "is null",
      { type: "string" },
      null,
      ['instance type (null) does not match any allowed primitive type (allowed: ["string"])'],
    ],
    [
      "is a list",
      { type: ["string", "object"] },
      [],
      ['instance type (array) does not match any allowed primitive type (allowed: ["string","object"])'],
    ],
    ["is null where that is allowed", { type: ["string", "null"] }, null, []],
    ["is too short", { minLength: 2 }, "a", ["string is too short (required minimum: 2)"]],
    ["has another format", { pattern: "^a" }, "s3cr3t", ['ECMA 262 regex "^a" does not match input string']],
    [
      "has too many properties",
      { maxProperties: 1 },
      { a: 1, b: 2 },
      ["instance failed to match the keyword maxProperties"],
    ],
    ["is what must not be", { not: { type: "string" } }, "a", ["instance failed to match the keyword not"]],
    [
      "has twice what is wrong once",
      { additionalProperties: { type: "string" } },
      { a: 1, b: 2 },
      ['instance type (integer) does not match any allowed primitive type (allowed: ["string"])'],
    ],
  ])("that %s", (_, schema, body, expected) => {
    expect(errors(schema, body)).toEqual(expected);
  });
});
