/** Which regions of a space a pattern touches, looked up by what both begin with. */
import { DEAD, literalBeginning, type Machine, machineOf, run, search } from "@lychgate/policy/language";
import type { Pattern } from "./access.ts";
import { isPathCharacter, type Region, type RequestSpace } from "./space.ts";

/** A pattern that matches some requests of a region: all of them, or a part. */
export interface Touch {
  readonly region: number;
  readonly isWhole: boolean;
}

export interface PatternIndex {
  touches(pattern: Pattern): readonly Touch[];
}

interface Residue {
  /** What the rest of each match begins with. */
  literal: string;
  machine: Machine;
  /** Where the machine is after the space's prefix. */
  start: number;
}

const MOST_KEPT = 50_000;
const indexes = new WeakMap<RequestSpace, PatternIndex>();

export function patternIndexOf(space: RequestSpace): PatternIndex {
  const index = indexes.get(space) ?? createIndex(space);
  indexes.set(space, index);
  return index;
}

function createIndex(space: RequestSpace): PatternIndex {
  const known = new Map<string, readonly Touch[]>();
  const candidates = candidateFinder(space.regions);
  return {
    touches(pattern) {
      const found = known.get(pattern.key);
      if (found) return found;
      if (known.size >= MOST_KEPT) known.clear();
      const residue = residueOf(pattern, space.prefix);
      const touches = residue
        ? candidates(residue.literal).flatMap((each) => touchOf(space, each, residue))
        : [];
      known.set(pattern.key, touches);
      return touches;
    },
  };
}

/** What is left of a pattern behind a prefix; `undefined` when it matches nothing that begins so. */
function residueOf({ tokens }: Pattern, prefix: string): Residue | undefined {
  const machine = machineOf(tokens);
  const start = run(machine, prefix);
  if (start === DEAD) return undefined;
  return { literal: literalBeginning(tokens).slice(prefix.length), machine, start };
}

/** Finds the regions whose literal beginning agrees with a literal, in their order. */
function candidateFinder(regions: readonly Region[]): (literal: string) => number[] {
  const byLiteral = new Map<string, number[]>();
  for (const [index, { literal }] of regions.entries()) {
    const same = byLiteral.get(literal);
    if (same) same.push(index);
    else byLiteral.set(literal, [index]);
  }
  const literals = [...byLiteral.keys()].sort();
  return (literal) => {
    const found: number[] = [];
    for (let length = 0; length < literal.length; length += 1) {
      found.push(...(byLiteral.get(literal.slice(0, length)) ?? []));
    }
    for (let at = firstFrom(literals, literal); literals[at]?.startsWith(literal); at += 1) {
      found.push(...(byLiteral.get(literals[at] ?? "") ?? []));
    }
    return found.sort((a, b) => a - b);
  };
}

function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function touchOf({ regions }: RequestSpace, index: number, residue: Residue): Touch[] {
  const region = regions[index];
  if (!region) return [];
  const { machine, start } = residue;
  if (region.text !== undefined && region.taken.length === 0) {
    return machine.accepts(run(machine, region.text, start)) ? [{ region: index, isWhole: true }] : [];
  }
  const found = { inside: false, outside: false };
  search(
    [...languagesOf(region), { machine, start }],
    (members) => {
      if (!isServed(region, members)) return undefined;
      found[members.at(-1) === true ? "inside" : "outside"] = true;
      return found.inside && found.outside ? true : undefined;
    },
    { within: 1, alphabet: isPathCharacter },
  );
  return found.inside ? [{ region: index, isWhole: !found.outside }] : [];
}

/** What decides whether a text is in a region: the region's own language first. */
export function languagesOf({ machine, taken }: Region): { machine: Machine; start: number }[] {
  const machines = [machine, ...taken.flatMap((each) => [each.machine, ...each.unless])];
  return machines.map((each) => ({ machine: each, start: each.start }));
}

/** Given the memberships in `languagesOf` a region, whether the text is in it. */
export function isServed({ taken }: Region, members: readonly boolean[]): boolean {
  if (members[0] !== true) return false;
  let at = 1;
  return !taken.some(({ unless }) => {
    const [isTaken, ...excused] = members.slice(at, at + 1 + unless.length);
    at += 1 + unless.length;
    return isTaken === true && !excused.includes(true);
  });
}
