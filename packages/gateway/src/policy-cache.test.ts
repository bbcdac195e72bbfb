import { prepare } from "@lychgate/evaluation";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorizerResult } from "./authorizer-result.ts";
import { createPolicyCache, policyCacheKey } from "./policy-cache.ts";

function result(principalId: string): AuthorizerResult {
  return { principalId, context: new Map(), policies: prepare([]) };
}

describe("the policy cache", () => {
  it("keeps a result for exactly its time to live", () => {
    let now = 0;
    const cache = createPolicyCache(() => now, 10);
    cache.reserve("key", 300)(result("ann"));
    now = 299_999;
    expect(cache.get("key")?.principalId).toBe("ann");
    now = 300_000;
    expect(cache.get("key")).toBeUndefined();
  });

  it("counts the time from when the result came, not from when it was asked for", () => {
    let now = 0;
    const cache = createPolicyCache(() => now, 10);
    const store = cache.reserve("key", 10);
    now = 5000;
    store(result("ann"));
    now = 14_999;
    expect(cache.get("key")?.principalId).toBe("ann");
  });

  it("drops the oldest result when it is full", () => {
    const cache = createPolicyCache(() => 0, 2);
    for (const key of ["a", "b", "a", "c"]) cache.reserve(key, 300)(result(key));
    expect(["a", "b", "c"].map((key) => cache.get(key)?.principalId)).toEqual(["a", undefined, "c"]);
  });

  it("forgets everything when it is cleared, and what was under way then", () => {
    const cache = createPolicyCache(() => 0, 10);
    cache.reserve("before", 300)(result("ann"));
    const store = cache.reserve("meanwhile", 300);
    cache.clear();
    store(result("bob"));
    cache.reserve("after", 300)(result("cyd"));
    expect(["before", "meanwhile", "after"].map((key) => cache.get(key)?.principalId)).toEqual([
      undefined,
      undefined,
      "cyd",
    ]);
  });
});

describe("the key of a result", () => {
  const identity = fc.array(fc.array(fc.string(), { maxLength: 3 }), { maxLength: 3 });

  it("is the same for the same identity only", () => {
    const api = { apiId: "abcdef1234", stage: "dev" };
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const equal = JSON.stringify(a) === JSON.stringify(b);
        expect(policyCacheKey(api, "groups", a) === policyCacheKey(api, "groups", b)).toBe(equal);
      }),
    );
  });

  it.each([
    ["values that run together", [["a"], ["b"]], [["ab"], [""]]],
    ["values with separators", [["a,b"], ["c"]], [["a"], ["b,c"]]],
    ["one header twice and two headers once", [["a", "b"]], [["a"], ["b"]]],
    ["values with quotes", [['a","b']], [["a", "b"]]],
  ])("tells %s apart", (_, a, b) => {
    const api = { apiId: "abcdef1234", stage: "dev" };
    expect(policyCacheKey(api, "groups", a)).not.toBe(policyCacheKey(api, "groups", b));
  });

  it.each([
    ["API", { apiId: "other", stage: "dev" }, "groups"],
    ["stage", { apiId: "abcdef1234", stage: "prod" }, "groups"],
    ["authorizer", { apiId: "abcdef1234", stage: "dev" }, "others"],
  ])("belongs to one %s", (_, api, authorizer) => {
    const key = policyCacheKey({ apiId: "abcdef1234", stage: "dev" }, "groups", [["x"]]);
    expect(policyCacheKey(api, authorizer, [["x"]])).not.toBe(key);
  });
});
