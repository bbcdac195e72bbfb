import { PolicyError } from "../errors.ts";
import { accepts, type State, startState, step } from "./automaton.ts";
import type { Token } from "./token.ts";

/** How many joint states are explored before the question counts as too large. */
const STATE_LIMIT = 200_000;

/** Characters to stand for "any other", the most readable first. */
const READABLE = "x1aybzcdefghijklmnopqrstuvw023456789";

interface Node {
  states: readonly State[];
  char: string;
  from: Node | undefined;
}

/**
 * Finds a shortest text for which `wanted` holds, given of which of the languages it is a member.
 *
 * @returns the text, or `undefined` when there is none: this is a proof, not a sample
 * @throws PolicyError `TooLarge` when more than 200,000 joint states would have to be explored
 */
export function findWitness(
  languages: readonly (readonly Token[])[],
  wanted: (members: readonly boolean[]) => boolean,
): string | undefined {
  const alphabet = alphabetOf(languages);
  const start: Node = { states: languages.map(startState), char: "", from: undefined };
  const seen = new Set([keyOf(start.states)]);
  const queue = [start];
  for (const node of queue) {
    if (wanted(node.states.map((state, index) => accepts(languages[index] ?? [], state))))
      return textOf(node);
    for (const char of alphabet) {
      const states = node.states.map((state, index) => step(languages[index] ?? [], state, char));
      const key = keyOf(states);
      if (seen.has(key)) continue;
      if (seen.size >= STATE_LIMIT) throw tooLarge();
      seen.add(key);
      queue.push({ states, char, from: node });
    }
  }
  return undefined;
}

/** Every character that some language tells apart, and one that none does. */
function alphabetOf(languages: readonly (readonly Token[])[]): string[] {
  const literals = new Set<string>();
  for (const token of languages.flat()) if (token.kind === "char") literals.add(token.char);
  const other = Array.from(READABLE).find((char) => !literals.has(char)) ?? unusedCharacter(literals);
  literals.delete("/");
  return [other, ...literals, "/"];
}

function unusedCharacter(used: ReadonlySet<string>): string {
  let code = 0x00a1;
  while (used.has(String.fromCodePoint(code))) code += 1;
  return String.fromCodePoint(code);
}

function keyOf(states: readonly State[]): string {
  return states.map((state) => state.join(",")).join(";");
}

function textOf(last: Node): string {
  let text = "";
  for (let node: Node | undefined = last; node; node = node.from) text = node.char + text;
  return text;
}

function tooLarge(): PolicyError {
  return new PolicyError(
    "TooLarge",
    `patterns with more than ${STATE_LIMIT} joint states cannot be compared`,
  );
}
