import type { Token } from "./token.ts";

/**
 * A state of the automaton of a token sequence: the positions that can be reached, ascending. Position
 * `tokens.length` accepts. Sequences have no loops but those of runs, so positions are all there is.
 */
export type State = readonly number[];

export function startState(tokens: readonly Token[]): State {
  return closure(tokens, new Set([0]));
}

export function accepts(tokens: readonly Token[], state: State): boolean {
  return state.at(-1) === tokens.length;
}

/** Whether a text is a member of the language. */
export function matches(tokens: readonly Token[], text: string): boolean {
  let state = startState(tokens);
  for (const char of text) state = step(tokens, state, char);
  return accepts(tokens, state);
}

/** The state after one more character. */
export function step(tokens: readonly Token[], state: State, char: string): State {
  const next = new Set<number>();
  for (const position of state) {
    const token = tokens[position];
    if (token === undefined || !admits(token, char)) continue;
    next.add(isRun(token) ? position : position + 1);
  }
  return closure(tokens, next);
}

function admits(token: Token, char: string): boolean {
  if (token.kind === "char") return token.char === char;
  if (token.kind === "optionalSlash") return char === "/";
  if (token.kind === "oneOf") return token.chars.includes(char);
  if (token.kind === "noneOf" || token.kind === "noneOfRun") return !token.chars.includes(char);
  return true;
}

function isRun(token: Token): boolean {
  return token.kind === "anyRun" || token.kind === "noneOfRun";
}

function canBeEmpty(token: Token | undefined): boolean {
  return token !== undefined && (isRun(token) || token.kind === "optionalSlash");
}

function closure(tokens: readonly Token[], positions: Set<number>): State {
  for (const position of positions) {
    // A Set is iterated in the order of insertion, so what is added here is visited too.
    if (canBeEmpty(tokens[position])) positions.add(position + 1);
  }
  return [...positions].sort((a, b) => a - b);
}
