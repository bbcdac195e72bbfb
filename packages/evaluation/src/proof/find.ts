/** Questions about what documents allow, answered over every request of a space. */
import type { Access } from "./access.ts";
import { type Cell, cellsOf, isAbout } from "./cell.ts";
import type { Circumstance } from "./circumstance.ts";
import { findContext, type Terms } from "./outcome.ts";
import { type SliceStatement, type Slices, slicesOf } from "./slice.ts";
import type { RequestSpace } from "./space.ts";
import { type Witness, witnessOf } from "./witness.ts";

/**
 * Finds a request for which `wanted` holds, given which of the accesses allow it: of the first region of the
 * space that has one, a shortest.
 *
 * @returns the request, or `undefined`, which proves that there is none
 * @throws EvaluationError `TooLarge` with the statements whose patterns or conditions cannot be compared
 */
export function findRequest(
  space: RequestSpace,
  accesses: readonly Access[],
  wanted: (allowed: readonly boolean[]) => boolean,
): Witness | undefined {
  const slices = accesses.map((access) => slicesOf(access, space));
  for (const index of regionsToAsk(space, slices, wanted(accesses.map(() => false)))) {
    const region = space.regions[index];
    if (!region) continue;
    const ofRegion = slices.map((each) => each.get(index) ?? []);
    for (const cell of cellsOf(space, region, ofRegion.flat())) {
      const context = findContext(
        ofRegion.map((statements) => termsOf(statements, cell)),
        wanted,
      );
      if (context) return witnessOf(space, region, cell.text, context);
    }
  }
  return undefined;
}

/** Where no statement is about a region, every access refuses all of it. */
function regionsToAsk(space: RequestSpace, slices: readonly Slices[], everywhere: boolean): Iterable<number> {
  if (everywhere) return space.regions.keys();
  return [...new Set(slices.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
}

/** The circumstances in which statements allow and deny the requests of a cell. */
export function termsOf(statements: readonly SliceStatement[], cell: Cell): Terms {
  const [allows, denies] = [new Set<Circumstance>(), new Set<Circumstance>()];
  for (const statement of statements) {
    if (isAbout(statement, cell)) (statement.isDeny ? denies : allows).add(statement.circumstance);
  }
  return { allows: [...allows], denies: [...denies] };
}

/** A request that `a` allows and `b` does not; `undefined` proves that `b` allows all that `a` does. */
export function difference(a: Access, b: Access, space: RequestSpace): Witness | undefined {
  return findRequest(space, [a, b], ([inA, inB]) => inA === true && inB !== true);
}

/** A request that both allow; `undefined` proves that there is none. */
export function overlap(a: Access, b: Access, space: RequestSpace): Witness | undefined {
  return findRequest(space, [a, b], ([inA, inB]) => inA === true && inB === true);
}

/** Requests that only one of both allows; neither is there when they allow the same. */
export function equivalence(
  a: Access,
  b: Access,
  space: RequestSpace,
): { onlyFirst?: Witness; onlySecond?: Witness } {
  const [onlyFirst, onlySecond] = [difference(a, b, space), difference(b, a, space)];
  return { ...(onlyFirst && { onlyFirst }), ...(onlySecond && { onlySecond }) };
}
