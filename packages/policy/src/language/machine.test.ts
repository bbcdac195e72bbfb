import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textsUpTo, tokenSequence } from "../../test/token-sequence.ts";
import { matches } from "./automaton.ts";
import { DEAD, machineOf, run } from "./machine.ts";
import { wildcardTokens } from "./token.ts";

describe("a machine", () => {
  it("accepts what one of its sequences describes, and is dead only where none goes on", () => {
    const texts = textsUpTo(4);
    fc.assert(
      fc.property(fc.array(tokenSequence(4), { maxLength: 3 }), (sequences) => {
        const machine = machineOf(...sequences);
        for (const text of texts) {
          const state = run(machine, text);
          const isMember = sequences.some((tokens) => matches(tokens, text));
          expect(machine.accepts(state)).toBe(isMember);
          if (state === DEAD) expect(isMember).toBe(false);
        }
      }),
    );
  });

  it("has few states for many stars", () => {
    const machine = machineOf(wildcardTokens("*ab".repeat(50)));
    run(machine, "abxaab".repeat(100));
    expect(machine.size()).toBeLessThan(160);
  });

  it("tells apart the characters that it names, and no other", () => {
    const machine = machineOf(wildcardTokens("a*"), wildcardTokens("b"));
    expect(machine.distinguished(machine.start)).toEqual(["a", "b"]);
    expect(machine.distinguished(run(machine, "a"))).toEqual([]);
  });
});
