/** How changes are put into words. What comes from policies is handed on as it is: who prints it escapes it. */
import type { DiffChange, DiffWitness } from "@lychgate/evaluation";

/** `DELETE /petstore/v1/pets/{petId}` */
export function routeOf({ method, route }: DiffChange): string {
  return `${method} ${route}`;
}

/** `DELETE /petstore/v1/pets/1 from 203.0.113.10` */
export function witnessText(
  { method, path, context, methodArn }: DiffWitness,
  { terms }: DiffChange,
): string {
  const shown = Object.entries(CONTEXT_WORDS).flatMap(([key, { word, timely }]) => {
    const value = context[key];
    return value === undefined || (timely && !isTimely(terms)) ? [] : [`${word} ${value}`];
  });
  const at = methodArn === undefined ? [] : [`at ${methodArn}`];
  return [`${method} ${path}`, ...shown, ...at].join(" ");
}

const CONTEXT_WORDS: Readonly<Record<string, { word: string; timely?: boolean }>> = {
  "aws:SourceIp": { word: "from" },
  "aws:SourceVpc": { word: "from" },
  "aws:SourceVpce": { word: "through" },
  "aws:UserAgent": { word: "with User-Agent" },
  "aws:Referer": { word: "with Referer" },
  "aws:CurrentTime": { word: "at", timely: true },
};

/** Every request has a time; it is only worth telling where a condition is about it. */
function isTimely({ before, after }: DiffChange["terms"]): boolean {
  return /\b(before|after|aws:CurrentTime|aws:EpochTime)\b/.test(`${before} ${after}`);
}

/** The statements responsible and where the first stands: `policies/pet-owner.ts:12 RemovePets`. */
export function placeText({ file, line, in: side, sids }: DiffChange): string {
  return `${file}:${line}${side === "base" ? " (before)" : ""} ${sids.join(", ")}`;
}

/** What else a reader has to know of a change. */
export function notesOn({ sensitive, onlyTrailingSlash, reason }: DiffChange): string[] {
  return [
    ...(sensitive ? ["sensitive"] : []),
    ...(onlyTrailingSlash ? ["with a trailing slash"] : []),
    ...(reason ? [reason] : []),
  ];
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const NAMED = 5;

/** Up to five names, and how many more there are. */
export function namesOf(names: readonly string[], quote: (name: string) => string = (name) => name): string {
  const rest = names.length - NAMED;
  // In place of one more name, nothing would be won.
  if (rest <= 1) return names.map(quote).join(", ");
  return `${names.slice(0, NAMED).map(quote).join(", ")} and ${rest} more`;
}
