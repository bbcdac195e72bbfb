/** Cuts a region into cells: sets of requests between which no statement makes a difference. */
import { type Machine, machineOf, run, search } from "@lychgate/policy/language";
import { isServed, languagesOf } from "./pattern-index.ts";
import type { Part, SliceStatement } from "./slice.ts";
import { isPathCharacter, type Region, type RequestSpace } from "./space.ts";
import { namingTooLarge } from "./too-large.ts";

export interface Cell {
  /** A shortest request of the cell: the end of its ARN. */
  readonly text: string;
  /** The keys of the parts whose patterns match. */
  readonly matched: ReadonlySet<string>;
}

const MOST_KEPT = 10_000;
const known = new WeakMap<Region, Map<string, readonly Cell[]>>();

/**
 * The cells that the parts of some statements make of a region, those of the shortest requests first. None
 * when the region is empty.
 *
 * @throws EvaluationError `TooLarge` with the statements
 */
export function cellsOf(
  space: RequestSpace,
  region: Region,
  statements: readonly SliceStatement[],
): readonly Cell[] {
  const parts = new Map(statements.flatMap(({ part }) => (part ? [[part.key, part] as const] : [])));
  const key = `${space.prefix} ${[...parts.keys()].sort().join(" | ")}`;
  const ofRegion = known.get(region) ?? new Map<string, readonly Cell[]>();
  known.set(region, ofRegion);
  const found = ofRegion.get(key);
  if (found) return found;
  if (ofRegion.size >= MOST_KEPT) ofRegion.clear();
  const cells = namingTooLarge(
    () => namesOf(statements),
    () => cut(space, region, [...parts.values()]),
  );
  ofRegion.set(key, cells);
  return cells;
}

function cut({ prefix }: RequestSpace, region: Region, parts: readonly Part[]): Cell[] {
  const own = languagesOf(region);
  const machines = parts.map(machineOfPart);
  const searched = [...own, ...machines.map((machine) => ({ machine, start: run(machine, prefix) }))];
  const cells = new Map<string, Cell>();
  search(
    searched,
    (members, text) => {
      if (!isServed(region, members)) return undefined;
      const ofParts = members.slice(own.length);
      const name = ofParts.join();
      if (!cells.has(name)) cells.set(name, { text: text(), matched: keysOf(parts, ofParts) });
      // Without parts, one request is all there is to find.
      return parts.length === 0 ? true : undefined;
    },
    { within: 1, alphabet: isPathCharacter },
  );
  return [...cells.values()];
}

const machines = new Map<string, Machine>();

/** The same part stands in many regions and documents, and a machine keeps the states that it has made. */
function machineOfPart({ key, patterns }: Part): Machine {
  const found = machines.get(key);
  if (found && found.size() < MOST_KEPT) return found;
  if (machines.size >= MOST_KEPT / 10) machines.clear();
  const machine = machineOf(...patterns.map(({ tokens }) => tokens));
  machines.set(key, machine);
  return machine;
}

function keysOf(parts: readonly Part[], members: readonly boolean[]): Set<string> {
  return new Set(parts.filter((_, index) => members[index]).map(({ key }) => key));
}

/** Whether a statement is about the requests of a cell. */
export function isAbout({ part }: SliceStatement, { matched }: Cell): boolean {
  return part === undefined || matched.has(part.key) !== part.isNegated;
}

function namesOf(statements: readonly SliceStatement[]): string[] {
  return statements.filter(({ part }) => part !== undefined).map(({ name }) => name);
}
