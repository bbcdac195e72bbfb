import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textsUpTo } from "../test/token-sequence.ts";
import { matches } from "./language/automaton.ts";
import { wildcardTokens } from "./language/token.ts";
import { findWitness } from "./language/witness.ts";
import { covers } from "./wildcard.ts";

describe("a pattern covers another", () => {
  it.each([
    ["*", "", true],
    ["*", "GET/pets/*", true],
    ["GET/pets/*", "GET/pets/*", true],
    ["GET/pets/*", "GET/pets/*/toys", true],
    ["GET/pets/*", "GET/pets/?", true],
    ["GET/*/toys", "GET/pets/*/toys", true],
    ["GET/?", "GET/a", true],
    ["GET/?", "GET/?", true],
    ["GET/??", "GET/😀", false],
    ["GET/?", "GET/😀", true],
    ["GET/pets/*", "GET/pets", false],
    ["GET/pets/*", "GET/*", false],
    ["GET/pets/*/toys", "GET/pets/*", false],
    ["GET/?", "GET/*", false],
    ["GET/a", "GET/?", false],
    ["GET/a", "GET/a*", false],
    ["", "*", false],
  ])("`%s` over `%s`: %s", (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });

  const pattern = fc
    .array(fc.constantFrom("a", "/", "*", "?"), { maxLength: 6 })
    .map((chars) => chars.join(""));

  it("only when every text that the inner one matches, the outer one matches", () => {
    const texts = textsUpTo(5);
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        fc.pre(covers(outer, inner));
        const [outerTokens, innerTokens] = [wildcardTokens(outer), wildcardTokens(inner)];
        const members = texts.filter((text) => matches(innerTokens, text));
        expect(members.filter((text) => !matches(outerTokens, text))).toEqual([]);
        const slip = findWitness(
          [innerTokens, outerTokens],
          ([isInner, isOuter]) => isInner === true && !isOuter,
        );
        expect(slip).toBeUndefined();
      }),
    );
  });

  it("whenever the inner one is plain text that the outer one matches", () => {
    const text = fc.array(fc.constantFrom("a", "/"), { maxLength: 6 }).map((chars) => chars.join(""));
    fc.assert(
      fc.property(pattern, text, (outer, inner) => {
        expect(covers(outer, inner)).toBe(matches(wildcardTokens(outer), inner));
      }),
    );
  });
});
