/** Which circumstances of a request lead to which decisions of several accesses, the ARN being given. */
import { EvaluationError } from "../errors.ts";
import { type Circumstance, DIMENSIONS, type Dimension, type Test } from "./circumstance.ts";
import { classesOf, type DimensionClass } from "./dimension-classes.ts";
import { namingTooLarge } from "./too-large.ts";

/** What of an access is about some requests: the circumstances in which it allows and denies them. */
export interface Terms {
  readonly allows: readonly Circumstance[];
  readonly denies: readonly Circumstance[];
}

export type Context = Readonly<Record<string, string>>;

const MOST_STATES = 200_000;

interface Search {
  wanted: (allowed: readonly boolean[]) => boolean;
  tests: readonly Test[];
  seen: Set<string>;
}

/**
 * Finds the context of a request for which `wanted` holds, given which of the accesses allow it.
 *
 * @returns the condition keys of the request, or `undefined`, which proves that there are no such
 *   circumstances: every class of every dimension that makes a difference is looked at
 * @throws EvaluationError `TooLarge`
 */
export function findContext(
  terms: readonly Terms[],
  wanted: (allowed: readonly boolean[]) => boolean,
): Context | undefined {
  const tests = new Set(
    terms.flatMap(({ allows, denies }) => [...allows, ...denies].flatMap((each) => each.tests)),
  );
  const found = descend({ wanted, tests: [...tests], seen: new Set() }, terms, 0, undefined);
  return found && { ...DEFAULTS, ...found };
}

const DEFAULTS: Context = { "aws:SecureTransport": "true" };

/** `isPublic`: the request came with a source address; otherwise through a VPC endpoint. */
function descend(
  search: Search,
  terms: readonly Terms[],
  depth: number,
  isPublic: boolean | undefined,
): Context | undefined {
  const decided = terms.map((each) => decisionOf(each, depth));
  const isDecided = decided.every((each) => each !== undefined);
  if (isDecided && !search.wanted(decided)) return undefined;
  const dimension = DIMENSIONS[depth];
  if (dimension === undefined) return {};
  if (!isDecided && !isNew(search, terms, depth, isPublic)) return undefined;
  const tests = isDecided ? [] : search.tests.filter((test) => test.dimension === dimension);
  for (const each of classes(dimension, tests)) {
    if (!goesWith(dimension, each, isPublic)) continue;
    const left = terms.map((one) => narrowed(one, each, dimension));
    const rest = descend(search, left, depth + 1, dimension === "aws:SourceIp" ? !each.isAbsent : isPublic);
    if (rest) return { ...each.context, ...rest };
  }
  return undefined;
}

/** A source address and a VPC endpoint exclude one another. */
function goesWith(dimension: string, { isAbsent }: DimensionClass, isPublic: boolean | undefined): boolean {
  if (dimension !== "aws:SourceVpc" && dimension !== "aws:SourceVpce") return true;
  return isAbsent === isPublic;
}

function isNew(
  { seen }: Search,
  terms: readonly Terms[],
  depth: number,
  isPublic: boolean | undefined,
): boolean {
  const idsOf = (list: readonly Circumstance[]) => list.map(({ id }) => id).join();
  const key = `${depth} ${isPublic} ${terms.map(({ allows, denies }) => `${idsOf(allows)}|${idsOf(denies)}`).join(";")}`;
  if (seen.has(key)) return false;
  if (seen.size >= MOST_STATES) {
    throw new EvaluationError("TooLarge", "the conditions have too many combinations to compare");
  }
  seen.add(key);
  return true;
}

/** What is decided whatever the dimensions from `depth` on are; `undefined` when they make a difference. */
function decisionOf({ allows, denies }: Terms, depth: number): boolean | undefined {
  if (allows.length === 0 || denies.some(({ last }) => last < depth)) return false;
  return denies.length === 0 && allows.some(({ last }) => last < depth) ? true : undefined;
}

/** What is left of the terms for the requests of a class. */
function narrowed({ allows, denies }: Terms, { holding }: DimensionClass, dimension: string): Terms {
  const holds = ({ tests }: Circumstance) =>
    tests.every((test) => test.dimension !== dimension || holding.has(test.id));
  return { allows: allows.filter(holds), denies: denies.filter(holds) };
}

function classes(dimension: Dimension, tests: readonly Test[]): readonly DimensionClass[] {
  return namingTooLarge(
    () => [`the conditions on ${dimension}`],
    () => classesOf(dimension, tests),
  );
}
