import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GROUP_FORMATS, type GroupClaim, type GroupFormat, groupsIn } from "./group-claim.ts";

const CLAIM: GroupClaim = { path: ["groups"], format: "list", prefix: "", foreignPrefixes: [] };

const read = (value: unknown, format: GroupFormat) => groupsIn({ groups: value }, { ...CLAIM, format });

describe("a claim of groups", () => {
  it.each<[GroupFormat, unknown, string[] | undefined]>([
    ["list", ["b", "a", "b"], ["a", "b"]],
    ["list", [], []],
    ["list", ["a b", "a,b", ""], ["", "a b", "a,b"]],
    ["list", "a", undefined],
    ["list", ["a", 1], undefined],
    ["list", [["a"]], undefined],
    ["list", { 0: "a", length: 1 }, undefined],
    ["list", true, undefined],
    ["listOrName", "a", ["a"]],
    ["listOrName", "a b,c", ["a b,c"]],
    ["listOrName", ["b", "a"], ["a", "b"]],
    ["listOrName", 1, undefined],
    ["spaces", "b a", ["a", "b"]],
    ["spaces", "  a   b ", ["a", "b"]],
    ["spaces", "a,b", ["a,b"]],
    ["spaces", "", []],
    ["spaces", ["a", "b"], undefined],
    ["commas", "b,a", ["a", "b"]],
    ["commas", " a b , c,,", ["a b", "c"]],
    ["commas", ["a"], undefined],
    ["commas", 1, undefined],
    ["brackets", "[a, b]", ["a", "b"]],
    ["brackets", "[a%20b,c%2Cd,e+f]", ["a b", "c,d", "e f"]],
    ["brackets", "[]", []],
    ["brackets", "a", ["a"]],
    ["brackets", "a,b%20c", ["a,b%20c"]],
    ["brackets", "[%zz]", undefined],
    ["brackets", ["a"], undefined],
  ])("written as %s: %j are the groups %j", (format, value, expected) => {
    expect(read(value, format)).toEqual(expected);
  });

  it.each<[string, GroupClaim["path"], object, string[] | undefined]>([
    ["a name with a colon", ["cognito:groups"], { "cognito:groups": ["a"] }, ["a"]],
    ["an address", ["https://example.com/groups"], { "https://example.com/groups": ["a"] }, ["a"]],
    ["a name with dots, not a way", ["a.b"], { "a.b": ["c"], a: { b: ["d"] } }, ["c"]],
    ["a way, not a name with dots", ["a", "b"], { "a.b": ["c"], a: { b: ["d"] } }, ["d"]],
    ["a longer way", ["a", "b", "c"], { a: { b: { c: ["d"] } } }, ["d"]],
    ["a way that ends early", ["a", "b"], { a: {} }, []],
    ["a way that does not begin", ["a", "b"], {}, []],
    ["a way through null", ["a", "b"], { a: null }, []],
    ["a way through a text", ["a", "length"], { a: "text" }, undefined],
    ["a way through a list", ["a", "0"], { a: [["b"]] }, undefined],
    ["what every object has", ["constructor"], {}, []],
    ["what every object has, on the way", ["constructor", "name"], {}, []],
    ["what every list has", ["length"], {}, []],
  ])("may stand at %s", (_, path, claims, expected) => {
    expect(groupsIn({ ...claims }, { ...CLAIM, path })).toEqual(expected);
  });

  it("is named after its issuer where that has a prefix", () => {
    const claim = { ...CLAIM, prefix: "okta." };
    expect(groupsIn({ groups: ["b", "a", "okta.a"] }, claim)).toEqual(["okta.a", "okta.b", "okta.okta.a"]);
  });

  it("names no group of an issuer that has a prefix, nor what its issuer marks", () => {
    const claim = { ...CLAIM, ignored: "pool_", foreignPrefixes: ["okta.", "b"] };
    expect(groupsIn({ groups: ["okta.a", "a", "pool_Google", "bc", "OKTA.a"] }, claim)).toEqual([
      "OKTA.a",
      "a",
    ]);
  });
});

describe("whatever is claimed", () => {
  const formats = fc.constantFrom<GroupFormat>("list", "listOrName", "spaces", "commas", "brackets");
  const name = fc.stringMatching(/^[A-Za-z0-9_+=.@-]{1,20}$/);

  it("is a list of texts or refused, and never an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), formats, (value, format) => {
        const groups = read(value, format);
        expect(groups === undefined || groups.every((group) => typeof group === "string")).toBe(true);
      }),
    );
  });

  it("is the same groups in every format that can write them", () => {
    const writings: Record<GroupFormat, (names: readonly string[]) => unknown> = {
      list: (names) => names,
      listOrName: (names) => (names.length === 1 ? names[0] : names),
      spaces: (names) => names.join(" "),
      commas: (names) => names.join(", "),
      brackets: (names) => `[${names.map(encodeURIComponent).join(", ")}]`,
    };
    fc.assert(
      fc.property(fc.uniqueArray(name), formats, (names, format) => {
        expect(read(writings[format](names), format)).toEqual([...names].sort());
      }),
    );
    expect(Object.keys(writings)).toEqual(Object.keys(GROUP_FORMATS));
  });

  it("names only groups with the issuer's own prefix, and none with another's", () => {
    const foreign = ["other.", "x-"];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(name, fc.constantFrom("other.a", "x-a"))),
        fc.boolean(),
        (names, hasPrefix) => {
          const prefix = hasPrefix ? "own." : "";
          const groups = groupsIn({ groups: names }, { ...CLAIM, prefix, foreignPrefixes: foreign }) ?? [];
          for (const group of groups) {
            expect(group.startsWith(prefix)).toBe(true);
            expect(names).toContain(group.slice(prefix.length));
            expect(foreign.some((other) => group.startsWith(other))).toBe(false);
          }
        },
      ),
    );
  });
});
