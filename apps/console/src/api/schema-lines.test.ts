import { describe, expect, it } from "vitest";
import { schemaLines } from "./schema-lines.ts";

const ref = (name: string) => ({ $ref: `#/schemas/${name}` });

/** `depth name: type (notes)`, with `!` where it is required. */
const linesOf = (schemas: Readonly<Record<string, unknown>>, schema: unknown) =>
  schemaLines({ schemas }, schema).map(
    ({ depth, name, type, isRequired, notes }) =>
      `${depth} ${name}${isRequired ? "!" : ""}: ${type}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`,
  );

describe("a schema as lines", () => {
  it("has a line for each property, indented as it is nested", () => {
    const Pet = {
      type: "object",
      required: ["name"],
      additionalProperties: false,
      properties: {
        name: { type: "string", maxLength: 100 },
        kind: { enum: ["cat", 1, null] },
        born: { type: "string", format: "date", nullable: true },
        owner: { properties: { id: { type: "integer", minimum: 1, default: 7 } } },
        tags: { type: "array", items: { type: "string" } },
        visits: { type: "array", items: { properties: { at: {} } } },
      },
    };
    expect(linesOf({ Pet }, ref("Pet"))).toEqual([
      "0 : object (no other properties)",
      "1 name!: string (length at most 100)",
      '1 kind: "cat" or 1 or null',
      "1 born: string (date) (or null)",
      "1 owner: object",
      "2 id: integer (at least 1, else 7)",
      "1 tags: list of string",
      "1 visits: list of object",
      "2 : object",
      "3 at: anything",
    ]);
  });

  it.each([
    ["allOf", "all of"],
    ["oneOf", "one of"],
    ["anyOf", "any of"],
  ])("has the parts of %s", (keyword, words) => {
    const parts = { [keyword]: [{ type: "string" }, ref("A")] };
    expect(linesOf({ A: { type: "integer" } }, parts)).toEqual([`0 : ${words}`, "1 : string", "1 : integer"]);
  });

  it.each([[undefined], [null], ["text"], [[]], [ref("Gone")], [{ properties: [], required: "name" }]])(
    "of %j is one of anything, or of an object",
    (schema) => {
      expect(linesOf({}, schema)).toEqual([expect.stringMatching(/^0 : (anything|object)$/)]);
    },
  );
});

describe("a schema that holds itself", () => {
  it.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    [
      "as a property",
      { A: { type: "object", properties: { parent: ref("A") } } },
      ["0 : object", "1 parent: object (as above)"],
    ],
    [
      "as an item",
      { A: { type: "object", properties: { children: { type: "array", items: ref("A") } } } },
      ["0 : object", "1 children: list of object", "2 : object (as above)"],
    ],
    [
      "by way of another",
      { A: { properties: { b: ref("B") } }, B: { properties: { a: ref("A") } } },
      ["0 : object", "1 b: object", "2 a: object (as above)"],
    ],
    [
      "as a part",
      { A: { oneOf: [{ type: "string" }, ref("A")] } },
      ["0 : one of", "1 : string", "1 : one of (as above)"],
    ],
    ["as a reference", { A: ref("A") }, ["0 : anything"]],
  ])("%s is not read on", (_, schemas, lines) => {
    expect(linesOf(schemas, ref("A"))).toEqual(lines);
  });

  it("may be a list of itself", () => {
    const lines = linesOf({ A: { type: "array", items: ref("A") } }, ref("A"));
    expect(lines[0]).toMatch(/^0 : list of (list of )+list$/);
    expect(lines).toHaveLength(2);
  });

  it("is read twice where it stands twice, not within itself", () => {
    const schemas = { A: { properties: { x: { type: "string" } } } };
    expect(linesOf(schemas, { properties: { one: ref("A"), other: ref("A") } })).toEqual([
      "0 : object",
      "1 one: object",
      "2 x: string",
      "1 other: object",
      "2 x: string",
    ]);
  });
});

it("ends, however deep and wide schemas refer to each other", () => {
  const names = Array.from({ length: 30 }, (_, index) => `S${index}`);
  const properties = Object.fromEntries(names.map((name) => [name, ref(name)]));
  const schemas = Object.fromEntries(names.map((name) => [name, { properties: { ...properties } }]));
  const lines = linesOf(schemas, ref("S0"));
  expect(lines).toHaveLength(301);
  expect(lines.at(-1)).toBe("0 : and more");
  expect(lines).toContain("6 S6: object (and deeper)");
});

it("takes names as they are", () => {
  const properties = JSON.parse('{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}');
  expect(linesOf({}, { properties })).toEqual([
    "0 : object",
    "1 __proto__: string",
    "1 constructor: integer",
  ]);
});
