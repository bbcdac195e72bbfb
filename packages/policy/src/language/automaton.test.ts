import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionOf, textsUpTo, tokenSequence } from "../../test/token-sequence.ts";
import { accepts, matches, startState, step } from "./automaton.ts";
import { wildcardTokens } from "./token.ts";

const TEXTS = textsUpTo(4);

describe("membership", () => {
  it("is that of the regular expression that says the same", () => {
    fc.assert(
      fc.property(tokenSequence(6), (tokens) => {
        const expression = expressionOf(tokens);
        const members = TEXTS.filter((text) => matches(tokens, text));
        expect(members).toEqual(TEXTS.filter((text) => expression.test(text)));
      }),
    );
  });

  it("of the empty sequence is that of the empty text", () => {
    expect(TEXTS.filter((text) => matches([], text))).toEqual([""]);
  });

  it("takes time in proportion to the text where backtracking would not end", () => {
    const pattern = wildcardTokens("*a".repeat(200));
    expect(matches(pattern, `${"a".repeat(2_000)}b`)).toBe(false);
    expect(matches(pattern, "a".repeat(2_000))).toBe(true);
  });
});

describe("a state", () => {
  const tokens = wildcardTokens("a*b");

  it("holds every position that can be reached, ascending", () => {
    const afterA = step(tokens, startState(tokens), "a");
    expect(startState(tokens)).toEqual([0]);
    expect(afterA).toEqual([1, 2]);
    expect(step(tokens, afterA, "b")).toEqual([1, 2, 3]);
  });

  it("accepts at the end of the tokens alone", () => {
    const afterA = step(tokens, startState(tokens), "a");
    expect(accepts(tokens, afterA)).toBe(false);
    expect(accepts(tokens, step(tokens, afterA, "b"))).toBe(true);
  });

  it("is empty, and stays so, once nothing can match any more", () => {
    const lost = step(tokens, startState(tokens), "x");
    expect(lost).toEqual([]);
    expect(step(tokens, lost, "a")).toEqual([]);
    expect(accepts(tokens, lost)).toBe(false);
  });
});
