import { describe, expect, it } from "vitest";
import { multiValueMaps } from "./multi-value.ts";

describe("the maps of an event", () => {
  it("are null when there is nothing", () => {
    expect(multiValueMaps([])).toEqual({ single: null, multi: null });
  });

  it("keep the last value, and all of them", () => {
    expect(
      multiValueMaps([
        ["a", "1"],
        ["b", "2"],
        ["a", "3"],
      ]),
    ).toEqual({ single: { a: "3", b: "2" }, multi: { a: ["1", "3"], b: ["2"] } });
  });

  it("hold a repeated header once, in the casing that came first", () => {
    const maps = multiValueMaps(
      [
        ["X-A", "1"],
        ["x-a", "2"],
      ],
      (name) => name.toLowerCase(),
    );
    expect(maps).toEqual({ single: { "X-A": "2" }, multi: { "X-A": ["1", "2"] } });
  });

  it("take the name of a prototype for a name", () => {
    const { single } = multiValueMaps([["__proto__", "x"]]);
    expect(Object.entries(single ?? {})).toEqual([["__proto__", "x"]]);
  });
});
