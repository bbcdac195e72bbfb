/**
 * What claims can turn out to be, as far as it makes a difference to a contract. A value is either a text that no API
 * has as a literal, for which one character of private use stands, or one of the literals in its place. What
 * holds in each of these worlds holds whatever the claims are.
 */
import { claimInResource, claimPlaceholder, claimSegment } from "./claim.ts";
import type { Contract } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import type { Segment } from "./path-template.ts";

/** Each claim and the text that it is. */
export type ClaimWorld = ReadonlyMap<string, string>;

/** No path has such a character: paths are sent as visible ASCII. */
const FIRST_SYMBOL = 0xe000;

const MOST_WORLDS = 10_000;

/**
 * Every world that patterns can tell apart; one without claims where the patterns have none.
 * @throws PolicyError `TooLarge`
 */
export function worldsOf(
  patterns: readonly string[],
  claims: readonly string[],
  contract: Contract,
): ClaimWorld[] {
  const own = new Map(claims.map((name, index) => [name, String.fromCharCode(FIRST_SYMBOL + index)]));
  const literals = new Map<string, Set<string>>();
  for (const pattern of patterns) collectLiterals(pattern, contract, literals);
  let worlds: ClaimWorld[] = [own];
  for (const [name, texts] of literals) {
    worlds = worlds.flatMap((world) => [world, ...[...texts].map((text) => new Map(world).set(name, text))]);
    if (worlds.length > MOST_WORLDS)
      throw new PolicyError("TooLarge", "the routes name too many claims to look at every combination");
  }
  return worlds;
}

/** The literals of the contract that a claim of a pattern could be mistaken for. */
function collectLiterals(
  pattern: string,
  { operations }: Contract,
  literals: Map<string, Set<string>>,
): void {
  const [, ...path] = pattern.split("/");
  for (const [index, segment] of path.entries()) {
    const name = claimInResource(segment);
    if (name === undefined) continue;
    const before = path.slice(0, index);
    // A star crosses slashes, so what follows it can stand further on.
    const end = before.includes("*") ? undefined : index + 1;
    const met = operations.filter(({ segments }) => mayBegin(before, segments));
    const texts = met.flatMap(({ segments }) => segments.slice(index, end).flatMap(literalOf));
    literals.set(name, new Set([...(literals.get(name) ?? []), ...texts]));
  }
}

function literalOf(segment: Segment): string[] {
  const text = segment.kind === "static" ? claimSegment(segment.text) : undefined;
  return text === undefined ? [] : [text];
}

function mayBegin(before: readonly string[], segments: readonly Segment[]): boolean {
  const star = before.indexOf("*");
  return before.slice(0, star === -1 ? undefined : star).every((text, index) => {
    const segment = segments[index];
    return segment?.kind !== "static" || segment.text === text || claimInResource(text) !== undefined;
  });
}

/** A pattern as it is in a world. */
export function inWorld(pattern: string, world: ClaimWorld): string {
  if (!pattern.includes("${")) return pattern;
  const segments = pattern.split("/").map((segment) => world.get(claimInResource(segment) ?? "") ?? segment);
  return segments.join("/");
}

/** A text in which what stands for a caller's own values is spelled out. */
export function spelledOut(text: string, world: ClaimWorld): string {
  let spelled = text;
  for (const [name, value] of world) {
    if (isSymbol(value)) spelled = spelled.replaceAll(value, claimPlaceholder(name).slice(1));
  }
  return spelled;
}

/** The same with a star for each of them. */
export function starredOut(text: string): string {
  return Array.from(text, (char) => (isSymbol(char) ? "*" : char)).join("");
}

/** `where the claim `sub` is `admin``; empty where every claim is the caller's own. */
export function worldText(world: ClaimWorld): string {
  const taken = [...world].filter(([, value]) => !isSymbol(value));
  return taken.map(([name, value]) => ` where the claim \`${name}\` is \`${value}\``).join(" and");
}

function isSymbol(text: string): boolean {
  return text >= "\ue000" && text <= "\uf8ff";
}
