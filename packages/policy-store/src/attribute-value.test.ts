import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonValue, toJson } from "./attribute-value.ts";

describe("an attribute value as JSON", () => {
  it.each<[string, AttributeValue, JsonValue]>([
    ["a string", { S: "Allow" }, "Allow"],
    ["an empty string", { S: "" }, ""],
    ["a number", { N: "-1.5" }, -1.5],
    ["zero", { N: "0" }, 0],
    ["a large round number", { N: "1E+20" }, 1e20],
    ["a boolean", { BOOL: false }, false],
    ["null", { NULL: true }, null],
    ["a list", { L: [{ S: "a" }, { L: [] }] }, ["a", []]],
    ["a map", { M: { a: { M: {} } } }, { a: {} }],
  ])("reads %s", (_, value, json) => {
    expect(toJson(value)).toEqual(json);
  });

  it("sorts a map's keys, at every depth", () => {
    const inner: AttributeValue = { M: { Sid: { S: "x" }, Effect: { S: "Allow" } } };
    const value = toJson({ M: { Version: { S: "2012-10-17" }, Statement: { L: [inner] } } });
    expect(JSON.stringify(value)).toBe('{"Statement":[{"Effect":"Allow","Sid":"x"}],"Version":"2012-10-17"}');
  });

  it("keeps a key `__proto__` a key", () => {
    const map = JSON.parse('{ "__proto__": { "S": "polluted" } }');
    const value = toJson({ M: map });
    expect(JSON.stringify(value)).toBe('{"__proto__":"polluted"}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each<[string, AttributeValue]>([
    ["a set of strings", { SS: ["a"] }],
    ["a set of numbers", { NS: ["1"] }],
    ["a binary", { B: new Uint8Array([1]) }],
    ["a number that would lose digits", { N: "12345678901234567890" }],
    ["a number out of range", { N: "1E+309" }],
    ["what is not a number", { N: "one" }],
    ["a type that is not known", { $unknown: ["X", 1] }],
    ["a faulty value within a list", { L: [{ M: { a: { SS: ["a"] } } }] }],
  ])("refuses %s", (_, value) => {
    expect(() => toJson(value)).toThrow(TypeError);
  });

  it("reads back whatever JSON says", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }).filter(isCertain), (json) => {
        expect(toJson(toAttributeValue(json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });
});

function toAttributeValue(json: unknown): AttributeValue {
  if (json === null) return { NULL: true };
  if (typeof json === "string") return { S: json };
  if (typeof json === "number") return { N: String(json) };
  if (typeof json === "boolean") return { BOOL: json };
  if (Array.isArray(json)) return { L: json.map(toAttributeValue) };
  const entries = Object.entries(json as object).map(([key, value]) => [key, toAttributeValue(value)]);
  return { M: Object.fromEntries(entries) };
}

/** Whether all numbers in it have few enough digits. */
function isCertain(json: unknown): boolean {
  if (typeof json === "number") return String(json).replace(/\D/g, "").length <= 15;
  return typeof json !== "object" || json === null || Object.values(json).every(isCertain);
}
