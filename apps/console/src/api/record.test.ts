import { describe, expect, it } from "vitest";
import { isRecord, listIn, recordIn, resolved, textIn } from "./record.ts";

describe("what is in a contract", () => {
  it.each([[null], [undefined], ["text"], [1], [["a"]], [() => {}]])(
    "is no record where it is %j",
    (value) => {
      expect(isRecord(value)).toBe(false);
      expect(Object.keys(recordIn(value))).toEqual([]);
      expect(recordIn(value).constructor).toBeUndefined();
    },
  );

  it("is taken as it is where it is of its type", () => {
    const record = { a: 1 };
    expect(recordIn(record)).toBe(record);
    expect(listIn([1])).toEqual([1]);
    expect(textIn("text")).toBe("text");
  });

  it.each([[{}], ["text"], [null]])("is an empty list where it is %j", (value) => {
    expect(listIn(value)).toEqual([]);
  });

  it.each([[""], [1], [null], [["a"]]])("is no text where it is %j", (value) => {
    expect(textIn(value)).toBeUndefined();
  });
});

const DOCUMENT = {
  components: {
    schemas: {
      Pet: { type: "object" },
      "a/b~c d": { type: "string" },
      Alias: { $ref: "#/components/schemas/Pet" },
      One: { $ref: "#/components/schemas/Other" },
      Other: { $ref: "#/components/schemas/One" },
      Self: { $ref: "#/components/schemas/Self" },
    },
  },
  list: [{ type: "first" }],
};

describe("a reference", () => {
  const to = (reference: string) => resolved(DOCUMENT, { $ref: reference });

  it.each([
    ["#/components/schemas/Pet", { type: "object" }],
    ["#/components/schemas/Alias", { type: "object" }],
    ["#/components/schemas/a~1b~0c%20d", { type: "string" }],
    ["#/list/0", { type: "first" }],
  ])("%s leads to %j", (reference, value) => {
    expect(to(reference)).toEqual(value);
  });

  it.each([
    "#/components/schemas/One",
    "#/components/schemas/Self",
    "#/components/schemas/Gone",
    "#/components/constructor",
    "#/__proto__",
    "#/components/schemas/Pet/type/length",
    "#/list/1",
    "#/%E0%A4%A",
    "other.yaml#/Pet",
    "https://elsewhere.example/pet.json",
    "#",
  ])("%s leads to nothing", (reference) => {
    expect(to(reference)).toBeUndefined();
  });

  it("is none where there is no text", () => {
    const value = { $ref: 1 };
    expect(resolved(DOCUMENT, value)).toBe(value);
    expect(resolved(DOCUMENT, "text")).toBe("text");
  });
});
