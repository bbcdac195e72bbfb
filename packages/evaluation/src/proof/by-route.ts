/** Where, route by route, two accesses differ. */
import type { Operation } from "@lychgate/policy";
import type { Access } from "./access.ts";
import { type Cell, cellsOf } from "./cell.ts";
import { termsOf } from "./find.ts";
import { type Context, findContext, type Terms } from "./outcome.ts";
import { type SliceStatement, slicesOf } from "./slice.ts";
import type { Region, RequestSpace } from "./space.ts";
import { type Witness, witnessOf } from "./witness.ts";

/** One route on which two accesses differ. */
export interface RouteDifference {
  method: string;
  /** Missing where nobody asked what is served. */
  operation?: Operation;
  /**
   * `gained`: requests that nothing let in before, whatever the circumstances; `lost`: the reverse;
   * `condition`: let in before and after, in other circumstances.
   */
  change: "gained" | "lost" | "condition";
  /** The route differs in how it may be spelled alone: with the trailing slash that routing ignores. */
  onlyTrailingSlash?: true;
  /** A request that only the second allows; at least one of both is there. */
  gained?: Witness;
  /** A request that only the first allows. */
  lost?: Witness;
}

/** How two accesses differ in circumstances alone. */
interface Contrast {
  change: RouteDifference["change"];
  gained?: Context;
  lost?: Context;
}

const NOTHING: readonly SliceStatement[] = [];

/**
 * Every route on which two accesses differ, in the order of the space, at most once a kind of change.
 * @throws EvaluationError `TooLarge` with the statements
 */
export function compareByRoute(base: Access, head: Access, space: RequestSpace): RouteDifference[] {
  const [before, after] = [slicesOf(base, space), slicesOf(head, space)];
  const differences = new Map<string, RouteDifference>();
  for (const index of [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)) {
    const region = space.regions[index];
    if (!region) continue;
    const [ofBase, ofHead] = [before.get(index) ?? NOTHING, after.get(index) ?? NOTHING];
    for (const { cell, contrast } of contrastsIn(space, region, ofBase, ofHead)) {
      const difference = differenceOf(space, region, cell, contrast);
      const key = keyOf(difference, index);
      differences.set(key, { ...difference, ...differences.get(key) });
    }
  }
  return withoutSpellings([...differences.values()]);
}

function keyOf({ operation, change, onlyTrailingSlash }: RouteDifference, index: number): string {
  return operation ? `${change} ${nameOf(operation)} ${onlyTrailingSlash === true}` : `${change} ${index}`;
}

/** Where a route gains or loses anyway, it need not be told that it does so with a trailing slash too. */
function withoutSpellings(differences: readonly RouteDifference[]): RouteDifference[] {
  const usual = differences.filter(({ onlyTrailingSlash }) => !onlyTrailingSlash);
  const gaining = new Set(usual.flatMap(({ gained, operation }) => (gained ? [operation] : [])));
  const losing = new Set(usual.flatMap(({ lost, operation }) => (lost ? [operation] : [])));
  return differences.filter(({ onlyTrailingSlash, operation, gained, lost }) => {
    const isTold = (!gained || gaining.has(operation)) && (!lost || losing.has(operation));
    return !onlyTrailingSlash || !isTold;
  });
}

function nameOf({ method, template }: Operation): string {
  return `${method} ${template}`;
}

/** Statements that are the same before and after differ in nothing, which is how most routes are. */
function contrastsIn(
  space: RequestSpace,
  region: Region,
  ofBase: readonly SliceStatement[],
  ofHead: readonly SliceStatement[],
): { cell: Cell; contrast: Contrast }[] {
  if (keyOfSlice(ofBase) === keyOfSlice(ofHead)) return [];
  return cellsOf(space, region, [...ofBase, ...ofHead]).flatMap((cell) => {
    const contrast = contrastOf(termsOf(ofBase, cell), termsOf(ofHead, cell));
    return contrast ? [{ cell, contrast }] : [];
  });
}

function keyOfSlice(statements: readonly SliceStatement[]): string {
  const keys = statements.map(
    ({ isDeny, circumstance, part }) => `${isDeny} ${circumstance.id} ${part?.isNegated} ${part?.key}`,
  );
  return [...new Set(keys)].sort().join("\n");
}

const MOST_KEPT = 50_000;
const contrasts = new Map<string, Contrast | "same">();

function contrastOf(base: Terms, head: Terms): Contrast | undefined {
  const key = `${keyOfTerms(base)};${keyOfTerms(head)}`;
  const known = contrasts.get(key);
  if (known) return known === "same" ? undefined : known;
  if (contrasts.size >= MOST_KEPT) contrasts.clear();
  const contrast = contrasted(base, head);
  contrasts.set(key, contrast ?? "same");
  return contrast;
}

function keyOfTerms({ allows, denies }: Terms): string {
  const ids = (list: Terms["allows"]) =>
    list
      .map(({ id }) => id)
      .sort()
      .join();
  return `${ids(allows)}|${ids(denies)}`;
}

function contrasted(base: Terms, head: Terms): Contrast | undefined {
  const gained = findContext([base, head], ([before, after]) => after === true && before !== true);
  const lost = findContext([base, head], ([before, after]) => before === true && after !== true);
  if (!gained && !lost) return undefined;
  if (!lost && isEmpty(base)) return { change: "gained", ...(gained && { gained }) };
  if (!gained && isEmpty(head)) return { change: "lost", ...(lost && { lost }) };
  return { change: "condition", ...(gained && { gained }), ...(lost && { lost }) };
}

function isEmpty(terms: Terms): boolean {
  return findContext([terms], ([allowed]) => allowed === true) === undefined;
}

function differenceOf(
  space: RequestSpace,
  region: Region,
  { text }: Cell,
  { change, gained, lost }: Contrast,
): RouteDifference {
  return {
    method: region.method,
    ...(region.operation && { operation: region.operation }),
    change,
    ...(region.isOtherSpelling && { onlyTrailingSlash: true }),
    ...(gained && { gained: witnessOf(space, region, text, gained) }),
    ...(lost && { lost: witnessOf(space, region, text, lost) }),
  };
}
