import type { Claims } from "../claims.ts";
import { isRecord } from "../record.ts";

/** Where an issuer's tokens name the caller's groups, and how the names are told apart. */
export interface GroupClaim {
  /** The claim's name, and the names within it where it is nested. */
  path: readonly [string, ...string[]];
  format: GroupFormat;
  /** Groups that begin so are the issuer's own marks, and ignored. */
  ignored?: string;
  /** What is put before each name. */
  prefix: string;
  /** What the names of other issuers' groups begin with; no group of this one may. */
  foreignPrefixes: readonly string[];
}

/** How groups are written; anything else in the claim is refused. */
export const GROUP_FORMATS = {
  /** a list of names */
  list: namesOf,
  /** a list of names, or one name as a text */
  listOrName: (value: unknown) => (typeof value === "string" ? [value] : namesOf(value)),
  /** a text of names with spaces between them, as scopes are written */
  spaces: (value: unknown) => (typeof value === "string" ? namesIn(value, " ") : undefined),
  /** a text of names with commas between them */
  commas: (value: unknown) => (typeof value === "string" ? namesIn(value, ",") : undefined),
  /** `[a,b%20c]`: how a user pool keeps several values that came from an identity provider; one comes alone */
  brackets: (value: unknown) => (typeof value === "string" ? bracketedIn(value) : undefined),
} as const satisfies Record<string, (value: unknown) => string[] | undefined>;

export type GroupFormat = keyof typeof GROUP_FORMATS;

/**
 * How many groups of a caller are looked up.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export const MAX_GROUPS = 100;

/** The caller's groups, sorted, each once; `undefined` when the claim is not of its form. */
export function groupsIn(claims: Claims, claim: GroupClaim): string[] | undefined {
  const value = valueAt(claims, claim.path);
  if (value === undefined || value === null) return [];
  const names = GROUP_FORMATS[claim.format](value);
  if (names === undefined) return undefined;
  const { ignored, prefix, foreignPrefixes } = claim;
  const groups = names
    .filter((name) => ignored === undefined || !name.startsWith(ignored))
    .map((name) => prefix + name)
    .filter((group) => !foreignPrefixes.some((foreign) => group.startsWith(foreign)));
  return [...new Set(groups)].sort();
}

/** What stands at the path. Of what is no object, it is that value, which is of no form. */
function valueAt(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const name of path) {
    if (value === undefined || value === null) return undefined;
    if (!isRecord(value) || Array.isArray(value)) return NOT_A_CLAIM;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

const NOT_A_CLAIM = Symbol("not a claim");

function namesOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function namesIn(text: string, separator: string): string[] {
  return text.split(separator).flatMap((name) => name.trim() || []);
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html */
function bracketedIn(text: string): string[] | undefined {
  if (!text.startsWith("[") || !text.endsWith("]")) return [text];
  try {
    return namesIn(text.slice(1, -1), ",").map((name) => decodeURIComponent(name.replaceAll("+", " ")));
  } catch {
    return undefined;
  }
}
