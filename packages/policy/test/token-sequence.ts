import fc from "fast-check";
import type { Token } from "../src/language/token.ts";

/** Few characters, so that random texts are often members. `x` is in no token. */
export const ALPHABET = ["a", "/", "x"] as const;

export function tokenSequence(maxLength: number): fc.Arbitrary<Token[]> {
  const token = fc.constantFrom<Token>(
    { kind: "char", char: "a" },
    { kind: "char", char: "/" },
    { kind: "any" },
    { kind: "oneOf", chars: "a/" },
    { kind: "noneOf", chars: "/" },
    { kind: "anyRun" },
    { kind: "noneOfRun", chars: "/" },
    { kind: "optionalSlash" },
  );
  return fc.array(token, { maxLength });
}

function sourceOf(token: Token): string {
  if (token.kind === "char") return token.char;
  if (token.kind === "oneOf") return `[${token.chars}]`;
  if (token.kind === "noneOf") return `[^${token.chars}]`;
  if (token.kind === "noneOfRun") return `[^${token.chars}]*`;
  return { any: "[^]", anyRun: "[^]*", optionalSlash: "/?" }[token.kind];
}

/** The same language as a regular expression, for an answer that does not come from the automaton. */
export function expressionOf(tokens: readonly Token[]): RegExp {
  return new RegExp(`^${tokens.map(sourceOf).join("")}$`, "u");
}

/** Every text of an alphabet up to a length, the shortest first. */
export function textsUpTo(length: number): string[] {
  const levels: string[][] = [[""]];
  for (let level = 1; level <= length; level += 1) {
    levels.push((levels.at(-1) ?? []).flatMap((text) => ALPHABET.map((char) => text + char)));
  }
  return levels.flat();
}
