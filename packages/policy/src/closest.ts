import { closest as nearestOf } from "fastest-levenshtein";

/** Lists of names up to this long are shown whole. */
const SHOWN = 8;

/** The names to offer in place of one that is not known: all of a few, or the nearest of many. */
export function closest(text: string, names: readonly string[]): readonly string[] {
  return names.length <= SHOWN ? names : [nearestOf(text, names)];
}
