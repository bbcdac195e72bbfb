/**
 * The automaton of token sequences, made deterministic one state at a time, as far as it is walked. A state
 * is a number; 0 is the state from which nothing is accepted any more.
 */
import { type State, startState, step } from "./automaton.ts";
import type { Token } from "./token.ts";

export const DEAD = 0;

export interface Machine {
  readonly start: number;
  next(state: number, char: string): number;
  accepts(state: number): boolean;
  /** The characters that do not all lead where any other character leads. */
  distinguished(state: number): readonly string[];
  /** How many states have been made: each walk of a new one costs its positions. */
  size(): number;
}

interface Made {
  positions: State;
  distinguished: readonly string[];
  next: Map<string, number>;
  accepts: boolean;
}

/** Stands for every character that a state does not distinguish; no text has a character of two. */
const OTHER = "other";

/** Ends each sequence: no character is one of none. */
const END: Token = { kind: "oneOf", chars: "" };

/** Makes the machine of the texts that some of the sequences describe. */
export function machineOf(...sequences: readonly (readonly Token[])[]): Machine {
  const tokens = sequences.flatMap((sequence) => [...sequence, END]);
  const starts = startsOf(sequences);
  const states: Made[] = [];
  const ids = new Map<string, number>();

  function idOf(positions: State): number {
    const kept = withoutSubsumed(tokens, starts, positions);
    const key = kept.join(",");
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, states.length);
    states.push({
      positions: kept,
      distinguished: distinguishedOf(tokens, kept),
      next: new Map(),
      accepts: kept.some((position) => tokens[position] === END),
    });
    return states.length - 1;
  }

  function next(state: number, char: string): number {
    const from = states[state];
    if (from === undefined || state === DEAD) return DEAD;
    const key = from.distinguished.includes(char) ? char : OTHER;
    const known = from.next.get(key);
    if (known !== undefined) return known;
    const to = idOf(step(tokens, from.positions, char));
    from.next.set(key, to);
    return to;
  }

  idOf([]);
  return {
    start: idOf(startStateOf(sequences)),
    next,
    accepts: (state) => states[state]?.accepts === true,
    distinguished: (state) => states[state]?.distinguished ?? [],
    size: () => states.length,
  };
}

function startStateOf(sequences: readonly (readonly Token[])[]): State {
  let offset = 0;
  return sequences.flatMap((sequence) => {
    const state = startState(sequence).map((position) => position + offset);
    offset += sequence.length + 1;
    return state;
  });
}

/** For each position, where its sequence begins. */
function startsOf(sequences: readonly (readonly Token[])[]): number[] {
  const starts: number[] = [];
  for (const sequence of sequences) {
    const start = starts.length;
    for (let index = 0; index <= sequence.length; index += 1) starts.push(start);
  }
  return starts;
}

/**
 * Whatever is accepted from before a `*` is accepted from the `*` too, which takes in what leads up to it. So
 * of one sequence only the positions from the last `*` on count.
 */
function withoutSubsumed(tokens: readonly Token[], starts: readonly number[], positions: State): State {
  const kept: number[] = [];
  let subsumedFrom = Number.POSITIVE_INFINITY;
  for (const position of positions.toReversed()) {
    if (position >= subsumedFrom) continue;
    kept.push(position);
    if (tokens[position]?.kind === "anyRun") subsumedFrom = starts[position] ?? 0;
  }
  return kept.reverse();
}

function distinguishedOf(tokens: readonly Token[], positions: State): string[] {
  const chars = new Set<string>();
  for (const position of positions) for (const char of charsOf(tokens[position])) chars.add(char);
  return [...chars];
}

function charsOf(token: Token | undefined): Iterable<string> {
  if (token?.kind === "char") return [token.char];
  if (token?.kind === "optionalSlash") return ["/"];
  return token && "chars" in token ? token.chars : [];
}

/** The state after a whole text. */
export function run(machine: Machine, text: string, from: number = machine.start): number {
  let state = from;
  for (const char of text) state = machine.next(state, char);
  return state;
}
