import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

describe("a bounded map", () => {
  it("holds what was set last", () => {
    const map = new BoundedMap<string, number>(2);
    map.set("a", 1).set("b", 2).set("c", 3);
    expect([...map]).toEqual([
      ["b", 2],
      ["c", 3],
    ]);
  });

  it("takes a key that is set again for a new one", () => {
    const map = new BoundedMap<string, number>(2);
    map.set("a", 1).set("b", 2).set("a", 3).set("c", 4);
    expect([...map.keys()]).toEqual(["a", "c"]);
  });

  it("goes on when it was emptied", () => {
    const map = new BoundedMap<string, number>(1);
    map.set("a", 1).set("b", 2);
    map.clear();
    map.set("c", 3).set("d", 4);
    expect([...map.keys()]).toEqual(["d"]);
  });

  it("holds what weighs no more together than it may, and what weighs more alone", () => {
    const map = new BoundedMap<string, number>(10, { most: 10, of: (value) => value });
    const keysAfter = (key: string, weight: number) => [...map.set(key, weight).keys()];
    expect(keysAfter("a", 4)).toEqual(["a"]);
    expect(keysAfter("b", 6)).toEqual(["a", "b"]);
    expect(keysAfter("a", 4)).toEqual(["b", "a"]);
    expect(keysAfter("c", 1)).toEqual(["a", "c"]);
    expect(keysAfter("d", 11)).toEqual(["d"]);
    expect(keysAfter("e", 1)).toEqual(["e"]);
    map.clear();
    expect(keysAfter("f", 10)).toEqual(["f"]);
  });

  it("holds the same as one that looks for its oldest key from the start", () => {
    const step = fc.record({
      key: fc.nat(12),
      action: fc.constantFrom("set", "set", "set", "delete", "clear"),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 200 }), (capacity, steps) => {
        const map = new BoundedMap<number, number>(capacity);
        const model = new Map<number, number>();
        for (const [index, { key, action }] of steps.entries()) {
          if (action === "clear") map.clear();
          if (action === "clear") model.clear();
          map.delete(key);
          model.delete(key);
          if (action !== "set") continue;
          map.set(key, index);
          const [oldest = 0] = model.keys();
          if (model.size >= capacity) model.delete(oldest);
          model.set(key, index);
          expect([...map]).toEqual([...model]);
        }
      }),
    );
  });
});
