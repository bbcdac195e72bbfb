import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHash, parseHash } from "./location.ts";

const text = fc.string({ unit: "grapheme" });

describe("an address", () => {
  it("says where a reader is, whatever that is", () => {
    const view = fc.stringMatching(/^[a-z]{1,10}$/);
    const pairs = fc.array(fc.tuple(text.filter(Boolean), text));
    fc.assert(
      fc.property(view, text, pairs, (name, path, parameters) => {
        const place = { view: name, path, parameters: new Map(parameters) };
        expect(parseHash(formatHash(place))).toEqual(place);
      }),
    );
  });

  it("reads well", () => {
    const parameters = new Map([
      ["groups", "a,b"],
      ["path", "/pets/{petId}"],
      ["ip", "2001:db8::10"],
      ["ua", "a b&c"],
    ]);
    expect(formatHash({ view: "why", path: "", parameters })).toBe(
      "#/why?groups=a,b&path=/pets/{petId}&ip=2001:db8::10&ua=a%20b%26c",
    );
  });

  it.each([
    ["", { view: "", path: "", parameters: new Map() }],
    ["#matrix", { view: "matrix", path: "", parameters: new Map() }],
    [
      "#/api/a/b?q=1&&=x&=&flag",
      {
        view: "api",
        path: "a/b",
        parameters: new Map([
          ["q", "1"],
          ["flag", ""],
        ]),
      },
    ],
    ["#/why?path=/a?b=c", { view: "why", path: "", parameters: new Map([["path", "/a?b=c"]]) }],
    ["#/why?ua=%E0%A4%A", { view: "why", path: "", parameters: new Map([["ua", "%E0%A4%A"]]) }],
  ])("is read from %j, however it is written", (hash, place) => {
    expect(parseHash(hash)).toEqual(place);
  });

  it("does not fail for text that is no Unicode", () => {
    expect(formatHash({ view: "why", path: "", parameters: new Map([["ua", "\ud800"]]) })).toBe(
      "#/why?ua=%EF%BF%BD",
    );
  });
});
