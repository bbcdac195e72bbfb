/**
 * Sets of texts as token sequences. Two kinds of text become tokens: IAM's wildcard patterns, in which `*` is
 * any run of characters, `/` included, and the paths that a route template serves, in which a parameter is
 * one segment. Both describe regular languages, so questions about them have exact answers.
 */
import type { Segment } from "../path-template.ts";

export type Token =
  | { kind: "char"; char: string }
  /** One character, whichever. */
  | { kind: "any" }
  /** One of these characters. */
  | { kind: "oneOf"; chars: string }
  /** One character that is none of these. */
  | { kind: "noneOf"; chars: string }
  /** Any run of characters, the empty one included. */
  | { kind: "anyRun" }
  /** Any run of characters that are none of these, the empty one included. */
  | { kind: "noneOfRun"; chars: string }
  /** `/`, or nothing. */
  | { kind: "optionalSlash" };

/**
 * IAM's wildcards: `*` crosses `/`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function wildcardTokens(pattern: string): Token[] {
  return Array.from(pattern, (char): Token => {
    if (char === "*") return { kind: "anyRun" };
    if (char === "?") return { kind: "any" };
    return { kind: "char", char };
  });
}

/** The requests of a verb and a template, written as the end of a method ARN: `GET/petstore/v1/pets/1`. */
export function routeTokens(method: string, segments: readonly Segment[]): Token[] {
  const start = literalTokens(segments.length === 0 ? `${method}/` : method);
  return [...start, ...segments.flatMap((segment) => [...literalTokens("/"), ...segmentTokens(segment)])];
}

/** The same with the one trailing slash that routing ignores and the ARN keeps. */
export function withTrailingSlash(tokens: readonly Token[]): Token[] {
  return [...tokens, { kind: "optionalSlash" }];
}

function segmentTokens(segment: Segment): Token[] {
  if (segment.kind === "static") return literalTokens(segment.text);
  if (segment.kind === "parameter") {
    return [
      { kind: "noneOf", chars: "/" },
      { kind: "noneOfRun", chars: "/" },
    ];
  }
  return [{ kind: "any" }, { kind: "anyRun" }];
}

/** The text that every member of a language begins with, as far as single characters say it. */
export function literalBeginning(tokens: readonly Token[]): string {
  let literal = "";
  for (const token of tokens) {
    if (token.kind !== "char") break;
    literal += token.char;
  }
  return literal;
}

export function literalTokens(text: string): Token[] {
  return Array.from(text, (char): Token => ({ kind: "char", char }));
}
