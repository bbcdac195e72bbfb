import { describe, expect, it } from "vitest";
import { readPolicyModule } from "./policy-module.ts";

const TEXT = `const NETS = ["192.0.2.0/24", "198.51.100.0/24"];
const ROUTE = "GET /pets";
export default {
  a: [
    "x",
    "y",
  ],
  b: [ROUTE, ...NETS, "z"],
  c: ["only"],
};
`;

const { rangeOf, removalOf } = readPolicyModule("policies/a.ts", TEXT);

function textAt(range: readonly [number, number] | undefined): string | undefined {
  return range && TEXT.slice(...range);
}

describe("the text of a part", () => {
  it.each([
    [["a", 0], '"x"'],
    [["b", 0], '"GET /pets"'],
    [["b", 2], '"198.51.100.0/24"'],
    [["c"], '["only"]'],
  ])("%j is %s", (path, text) => {
    expect(textAt(rangeOf(path))).toBe(text);
  });

  it("is none for a part that is not there", () => {
    expect(rangeOf(["a", 2])).toBeUndefined();
  });
});

describe("what to delete to take an item out of its list", () => {
  it.each([
    ["the first", ["a", 0], '"x",\n    '],
    ["the last", ["a", 1], ',\n    "y"'],
    ["a constant in a list", ["b", 0], "ROUTE, "],
    ["an item of a constant that is spread", ["b", 1], '"192.0.2.0/24", '],
    ["one after a spread", ["b", 3], ', "z"'],
    ["the only one", ["c", 0], '"only"'],
  ])("%s", (_, path, text) => {
    expect(textAt(removalOf(path))).toBe(text);
  });

  it("is nothing for what is no item", () => {
    expect(removalOf(["a"])).toBeUndefined();
    expect(removalOf([])).toBeUndefined();
  });
});

describe("the comments of a module", () => {
  it("are told from text that looks like one, with their lines", () => {
    const text = `// first\nexport default { // second\n  a: "// none",\n  /* third */ b: \`\n// none\`,\n  c: <const>["x"], // fourth\n};\n`;
    expect(readPolicyModule("policies/a.ts", text).comments).toEqual([
      { line: 1, text: " first", isAlone: true },
      { line: 2, text: " second", isAlone: false },
      { line: 4, text: " third ", isAlone: true },
      { line: 6, text: " fourth", isAlone: false },
    ]);
  });
});
