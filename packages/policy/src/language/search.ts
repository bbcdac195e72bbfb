/** A walk through the joint states of several automata, the shortest texts first. */
import { PolicyError } from "../errors.ts";
import { DEAD, type Machine } from "./machine.ts";

/** A language to search, from some state of its automaton on. */
export interface Searched {
  machine: Machine;
  start: number;
}

/** How much work a search may do before the question counts as too large. One is a step of one automaton. */
interface Budget {
  left: number;
}

const STEPS = 5_000_000;

export interface SearchOptions {
  /** Texts that leave one of these languages, the first ones of the list, are of no interest. */
  within?: number;
  /** The characters that texts may have; every one unless given. */
  alphabet?: (char: string) => boolean;
}

/** Characters to stand for "any other", the most readable first. */
const READABLE = "x1aybzcdefghijklmnopqrstuvw023456789";

interface Node {
  states: readonly number[];
  char: string;
  from: Node | undefined;
}

/**
 * Visits each joint state once, by a shortest text that leads to it, until `visit` gives an answer.
 *
 * @param visit is told of which of the languages the text is a member
 * @returns the answer, or `undefined` when every joint state has been visited: this is a proof, not a sample
 * @throws PolicyError `TooLarge` when the budget does not suffice
 */
export function search<T>(
  languages: readonly Searched[],
  visit: (members: readonly boolean[], text: () => string) => T | undefined,
  { within = 0, alphabet = () => true }: SearchOptions = {},
): T | undefined {
  const budget: Budget = { left: STEPS };
  const start: Node = { states: languages.map((each) => each.start), char: "", from: undefined };
  const seen = new Set([start.states.join()]);
  const queue = [start];
  for (const node of queue) {
    const members = node.states.map((state, index) => languages[index]?.machine.accepts(state) === true);
    const answer = visit(members, () => textOf(node));
    if (answer !== undefined) return answer;
    for (const char of charsFrom(node.states, languages, alphabet)) {
      spend(budget, languages.length);
      const states = node.states.map((state, index) => nextOf(languages[index], state, char, budget));
      if (isLost(states, within)) continue;
      const key = states.join();
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ states, char, from: node });
    }
  }
  return undefined;
}

function nextOf(language: Searched | undefined, state: number, char: string, budget: Budget): number {
  if (!language) return DEAD;
  const before = language.machine.size();
  const next = language.machine.next(state, char);
  // A state that is new had to be made of its positions.
  if (language.machine.size() > before) spend(budget, 50);
  return next;
}

function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0)
    throw new PolicyError("TooLarge", "these patterns have too many joint states to compare");
}

function isLost(states: readonly number[], within: number): boolean {
  for (let index = 0; index < within; index += 1) if (states[index] === DEAD) return true;
  return false;
}

/** Every character that some state tells apart, and one that none does. */
function charsFrom(
  states: readonly number[],
  languages: readonly Searched[],
  alphabet: (char: string) => boolean,
): string[] {
  const told = new Set<string>();
  for (const [index, state] of states.entries()) {
    for (const char of languages[index]?.machine.distinguished(state) ?? []) told.add(char);
  }
  const other = readableOther(told, alphabet);
  const slash = told.delete("/");
  const chars = [...told, ...(slash ? ["/"] : [])].filter(alphabet);
  return other === undefined ? chars : [other, ...chars];
}

function readableOther(told: ReadonlySet<string>, alphabet: (char: string) => boolean): string | undefined {
  for (const char of READABLE) if (!told.has(char) && alphabet(char)) return char;
  // More characters than are told apart, so one of them is left, if the alphabet has one.
  for (let code = 0x21; code <= 0x17f + told.size; code += 1) {
    const char = String.fromCodePoint(code);
    if (isPrintable(code) && !told.has(char) && alphabet(char)) return char;
  }
  // A space is the last resort, for nobody sees it.
  return !told.has(" ") && alphabet(" ") ? " " : undefined;
}

function isPrintable(code: number): boolean {
  return code < 0x7f || code > 0xa0;
}

function textOf(last: Node): string {
  let text = "";
  for (let node: Node | undefined = last; node; node = node.from) text = node.char + text;
  return text;
}
