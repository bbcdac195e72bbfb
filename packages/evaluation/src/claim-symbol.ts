/**
 * The caller's own claims in proofs. For each claim there is one character of private use, which stands for a segment
 * that is the caller's own value: `*` and parameters match it as they match other text, literals do not. Paths are
 * sent as visible ASCII, so no request has such a character.
 */
import { claimInResource } from "@lychgate/policy";
import { EvaluationError } from "./errors.ts";

const FIRST = 0xe000;
const LAST = 0xf8ff;

const symbols = new Map<string, string>();
const names = new Map<string, string>();

/** @throws EvaluationError `TooLarge` when there are more claims than characters */
function symbolOf(name: string): string {
  const known = symbols.get(name);
  if (known !== undefined) return known;
  if (FIRST + symbols.size > LAST)
    throw new EvaluationError("TooLarge", "the policies name too many claims to be told apart");
  const symbol = String.fromCharCode(FIRST + symbols.size);
  symbols.set(name, symbol);
  names.set(symbol, name);
  return symbol;
}

export function isClaimSymbol(char: string): boolean {
  return char >= "\ue000" && char <= "\uf8ff" && char.length === 1;
}

/**
 * A Resource with its placeholders for claims replaced by their characters.
 * @throws EvaluationError `Undecidable` when it has characters of private use of its own
 */
export function withClaimSymbols(resource: string): string {
  if (Array.from(resource).some(isClaimSymbol))
    throw new EvaluationError("Undecidable", "a character of private use has no exact description");
  if (!resource.includes("${")) return resource;
  const segments = resource.split("/").map((segment) => {
    const name = claimInResource(segment);
    return name === undefined ? segment : symbolOf(name);
  });
  return segments.join("/");
}

/** A text with the names of claims in the place of their characters: `/tenants/{claim:custom:tenant}/pets`. */
export function withClaimNames(text: string): string {
  return Array.from(text, (char) => (names.has(char) ? `{claim:${names.get(char)}}` : char)).join("");
}

/** What `evaluate` has to be given so that it reads placeholders as a text with such characters does. */
export function claimContextOf(text: string): Record<string, string> {
  const found = Array.from(text).flatMap((char): [string, string][] => {
    const name = names.get(char);
    return name === undefined ? [] : [[`claim:${name}`, char]];
  });
  return Object.fromEntries(found);
}
