import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileWildcards, globMatches, matchesPattern } from "./glob.ts";

describe("a pattern", () => {
  it.each([
    ["", "", true],
    ["", "a", false],
    ["a", "a", true],
    ["a", "A", false],
    ["a", "", false],
    ["a", "ab", false],
    ["*", "", true],
    ["*", "a/b:c", true],
    ["**", "", true],
    ["a*", "a", true],
    ["a*", "ba", false],
    ["*a", "ba", true],
    ["*a", "ab", false],
    ["a*c*e", "abcde", true],
    ["a*c*e", "abcd", false],
    ["?", "", false],
    ["?", "ab", false],
    ["?", "\u{1F408}", true],
    ["??", "\u{1F408}", false],
    ["*??", "\u{1F408}", false],
    ["*ab*ab", "abab", true],
    ["*ab*ab", "abcab", true],
    ["*ab*ab", "aab", false],
  ])("`%s` and `%s`: %s", (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
    expect(compileWildcards(pattern)(text)).toBe(expected);
  });

  it("takes time in proportion to both lengths, however many stars it has", () => {
    // A matcher that goes back to every star would need longer than any test may run.
    const pattern = `${"*a".repeat(60)}*b`;
    expect(matchesPattern(pattern, "a".repeat(20_000))).toBe(false);
    expect(compileWildcards(pattern)("a".repeat(20_000))).toBe(false);
  });

  it("matches as a reference that follows the definition word by word", () => {
    const alphabet = (...characters: string[]) =>
      fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 });
    fc.assert(
      fc.property(alphabet("a", "b", "*", "?"), alphabet("a", "b", "*", "?"), (pattern, text) => {
        const expected = matchesByDefinition([...pattern], [...text]);
        expect(matchesPattern(pattern, text)).toBe(expected);
        expect(compileWildcards(pattern)(text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("counts characters as the reference does, beyond the Basic Multilingual Plane too", () => {
    const alphabet = (...characters: string[]) =>
      fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((each) => each.join(""));
    fc.assert(
      fc.property(alphabet("a", "\u{1F408}", "*", "?"), alphabet("a", "\u{1F408}"), (pattern, text) => {
        expect(matchesPattern(pattern, text)).toBe(matchesByDefinition([...pattern], [...text]));
      }),
      { numRuns: 1000 },
    );
  });

  it("is literal text where its units are those of `*` and `?`", () => {
    const units = [..."a*?"].map((character) => character.charCodeAt(0));
    expect(globMatches(units, "a*?")).toBe(true);
    expect(globMatches(units, "abc")).toBe(false);
  });
});

function matchesByDefinition(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === "*") {
    return (
      matchesByDefinition(rest, text) || (text.length > 0 && matchesByDefinition(pattern, text.slice(1)))
    );
  }
  return text.length > 0 && (first === "?" || first === text[0]) && matchesByDefinition(rest, text.slice(1));
}
