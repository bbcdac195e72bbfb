/** The part of an access that is about one region: what is left of its statements there. */
import type { Access, AccessStatement, Pattern } from "./access.ts";
import type { Circumstance } from "./circumstance.ts";
import { patternIndexOf } from "./pattern-index.ts";
import type { RequestSpace } from "./space.ts";
import { namingTooLarge } from "./too-large.ts";

/** A statement as far as it is about the requests of a region. */
export interface SliceStatement {
  readonly name: string;
  readonly isDeny: boolean;
  readonly circumstance: Circumstance;
  /** The patterns that tell the requests apart; missing when the statement is about all of them. */
  readonly part?: Part;
}

/** Requests that some of the patterns match, or none of them when negated. */
export interface Part {
  readonly key: string;
  readonly patterns: readonly Pattern[];
  readonly isNegated: boolean;
}

/** By the place of the region in its space; a region that no statement is about is missing. */
export type Slices = ReadonlyMap<number, readonly SliceStatement[]>;

const known = new WeakMap<Access, WeakMap<RequestSpace, Slices>>();

export function slicesOf(access: Access, space: RequestSpace): Slices {
  const ofAccess = known.get(access) ?? new WeakMap<RequestSpace, Slices>();
  known.set(access, ofAccess);
  const slices = ofAccess.get(space) ?? sliced(access, space);
  ofAccess.set(space, slices);
  return slices;
}

function sliced(access: Access, space: RequestSpace): Slices {
  const slices = new Map<number, SliceStatement[]>();
  for (const statement of access.statements) {
    for (const [region, part] of partsOf(statement, space)) {
      const { name, isDeny, circumstance } = statement;
      const slice = part === "whole" ? { name, isDeny, circumstance } : { name, isDeny, circumstance, part };
      const others = slices.get(region);
      if (others) others.push(slice);
      else slices.set(region, [slice]);
    }
  }
  return slices;
}

function* partsOf(statement: AccessStatement, space: RequestSpace): Generator<[number, Part | "whole"]> {
  const touching = namingTooLarge(
    () => [statement.name],
    () => touchingPatterns(statement, space),
  );
  if (!statement.isNegated) {
    for (const [region, found] of touching) yield [region, found === "whole" ? found : partOf(found, false)];
    return;
  }
  for (const region of space.regions.keys()) {
    const found = touching.get(region);
    if (found !== "whole") yield [region, found ? partOf(found, true) : "whole"];
  }
}

/** For each region that the patterns touch, those that match a part of it, or that one matches the whole. */
function touchingPatterns(statement: AccessStatement, space: RequestSpace): Map<number, Pattern[] | "whole"> {
  const index = patternIndexOf(space);
  const touching = new Map<number, Pattern[] | "whole">();
  for (const pattern of statement.patterns) {
    for (const { region, isWhole } of index.touches(pattern)) {
      const found = touching.get(region);
      if (found === "whole") continue;
      if (isWhole) touching.set(region, "whole");
      else if (found) found.push(pattern);
      else touching.set(region, [pattern]);
    }
  }
  return touching;
}

function partOf(patterns: readonly Pattern[], isNegated: boolean): Part {
  const keys = patterns.map(({ key }) => key).sort();
  return { key: keys.join(" "), patterns, isNegated };
}
