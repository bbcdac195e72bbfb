/** Stands in a glob for any run of characters, none among them, `/` and `:` too. */
export const STAR = -1;

/** Stands in a glob for exactly one character. */
export const ONE = -2;

/** A pattern as UTF-16 code units, `STAR` and `ONE`; a code unit is always literal, be it that of `*`. */
export type Glob = readonly number[];

/** Compares the whole text from `from` on, which saves cutting it off. */
export type PartMatcher = (text: string, from?: number) => boolean;

const WILDCARDS: Readonly<Record<number, number>> = { 42: STAR, 63: ONE };

/** Reads `*` and `?` as wildcards and everything else as literal text. */
export function parseGlob(pattern: string): Glob {
  return codeUnits(pattern).map((unit) => WILDCARDS[unit] ?? unit);
}

export function codeUnits(text: string): number[] {
  const units: number[] = [];
  for (let index = 0; index < text.length; index++) units.push(text.charCodeAt(index));
  return units;
}

/**
 * Says whether the glob describes the whole text from `from` on. It goes back to the last star alone, so that its time is
 * at most the product of both lengths however many stars there are.
 */
export function globMatches(glob: Glob, text: string, from = 0): boolean {
  let at = from;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = glob[token];
    if (wanted === STAR) {
      star = token++;
      resume = at;
    } else if (wanted === ONE) {
      token++;
      at += widthAt(text, at);
    } else if (wanted === text.charCodeAt(at)) {
      token++;
      at++;
    } else if (star !== -1) {
      token = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (glob[token] === STAR) token++;
  return token === glob.length;
}

/** A character outside the Basic Multilingual Plane is one character of two code units. */
function widthAt(text: string, at: number): 1 | 2 {
  const point = text.codePointAt(at) ?? 0;
  return point > 0xffff ? 2 : 1;
}

/**
 * Makes the cheapest matcher for a pattern with `*` and `?`. Native searches for the texts between stars are
 * many times as fast as the walk, which is left to patterns with `?`.
 */
export function compileWildcards(pattern: string): PartMatcher {
  if (pattern.includes("?")) {
    const glob = parseGlob(pattern);
    return (text, from = 0) => globMatches(glob, text, from);
  }
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return compileLiteral(first);
  const middle = rest.filter((literal) => literal !== "");
  if (middle.length > 0 || last !== "") {
    return (text, from = 0) => literalsMatch(first, middle, last, text, from);
  }
  return first === "" ? () => true : (text, from = 0) => hasAt(text, first, from);
}

/** Begins at the end of the literal: the patterns of one API differ there, if they do, and not before. */
function hasAt(text: string, literal: string, at: number): boolean {
  if (at < 0 || text.length < at + literal.length) return false;
  for (let index = literal.length - 1; index >= 0; index--) {
    if (text.charCodeAt(at + index) !== literal.charCodeAt(index)) return false;
  }
  return true;
}

/** Makes a matcher for text without wildcards. */
export function compileLiteral(literal: string): PartMatcher {
  return (text, from = 0) => text.length - from === literal.length && hasAt(text, literal, from);
}

/** What stands between stars may stand anywhere in that order, so its first occurrence is as good as any. */
function literalsMatch(
  first: string,
  middle: readonly string[],
  last: string,
  text: string,
  from: number,
): boolean {
  const end = text.length - last.length;
  let at = from + first.length;
  if (!hasAt(text, first, from) || !hasAt(text, last, end)) return false;
  for (const literal of middle) {
    const found = text.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return at <= end;
}

/** Says whether a pattern with `*` and `?` describes the whole text; case-sensitive. */
export function matchesPattern(pattern: string, text: string): boolean {
  return globMatches(parseGlob(pattern), text);
}
