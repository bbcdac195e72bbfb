/**
 * Claim-scoped routes. `{claim:custom:tenant}` in a route is the one segment whose text is the caller's own claim;
 * a stored Resource has `${claim:custom:tenant}` there. IAM knows no variable of that name, so a placeholder that
 * nobody bound matches nothing.
 */
import { PolicyError } from "./errors.ts";
import { MAX_RESOURCE_LENGTH, UNBOUND_PREFIX } from "./execute-api-arn.ts";
import { isHttpMethod } from "./path-template.ts";
import {
  type CanonicalDocument,
  type CanonicalStatement,
  type Statement,
  toList,
} from "./policy-document.ts";

const IN_ROUTE = /^\{claim:([A-Za-z0-9_.:-]{1,64})\}$/;

const IN_RESOURCE = /^\$\{claim:([A-Za-z0-9_.:-]{1,64})\}$/;

/** What looks like a placeholder, however it is spelled. */
const LOOKALIKE = /\$\{\s*claim/i;

const MAX_SEGMENT = 128;

/** One segment that no pattern and no path reads as anything but text. */
const SEGMENT = /^[A-Za-z0-9._~@+=,:-]{1,128}$/;

/** The claim that a segment of a route names: `custom:tenant` of `{claim:custom:tenant}`. */
export function claimInRoute(segment: string): string | undefined {
  return IN_ROUTE.exec(segment)?.[1];
}

/** The claim that a segment of a Resource is a placeholder for. */
export function claimInResource(segment: string): string | undefined {
  return IN_RESOURCE.exec(segment)?.[1];
}

export function claimPlaceholder(name: string): string {
  return `\${claim:${name}}`;
}

/**
 * A claim's value as a segment; `undefined` for one that is missing, is no text or could end or widen the segment. Nothing
 * is escaped or decoded: the path has to spell the value as the token does.
 */
export function claimSegment(value: unknown): string | undefined {
  if (typeof value !== "string" || !SEGMENT.test(value)) return undefined;
  return value === "." || value === ".." ? undefined : value;
}

/** How long a Resource can get when its claims are bound. */
export function longestBound(resource: string): number {
  const segments = resource.split("/").map((each) => (claimInResource(each) ? MAX_SEGMENT : each.length));
  return segments.reduce((sum, length) => sum + length + 1, -1);
}

/** The claims that a document names, sorted. */
export function claimsIn({ Statement }: CanonicalDocument): string[] {
  const resources = Statement.flatMap(({ Resource = [], NotResource = [] }) => [...Resource, ...NotResource]);
  const names = resources.flatMap((resource) =>
    segmentsOf(resource).flatMap((each) => claimInResource(each) ?? []),
  );
  return [...new Set(names)].sort();
}

function segmentsOf(resource: string): string[] {
  return resource.includes("${") ? resource.split("/") : [];
}

/** Whether some text of a policy is a placeholder, or looks like one. */
export function mentionsClaim(text: string): boolean {
  return LOOKALIKE.test(text);
}

/**
 * Whether a star stands before a placeholder in a pattern such as `GET/pets/*`. IAM's star crosses slashes, so behind
 * one the caller's value could be met further on in the path.
 */
export function isBehindStar(pattern: string): boolean {
  return /\*.*\$\{\s*claim/i.test(pattern);
}

/** What is wrong with the placeholders of a statement's Resource; `undefined` when there is nothing. */
export function claimFault(
  { Effect, Resource, NotResource }: Statement,
  resource: string,
): string | undefined {
  if (!mentionsClaim(resource)) return undefined;
  if (Effect !== "Allow") return "a Deny cannot name a claim, for it would vanish where the claim is missing";
  if (NotResource !== undefined || !toList<string>(Resource).includes(resource)) {
    return "`NotResource` cannot name a claim, for it would leave nothing out where the claim is missing";
  }
  const [verb = "", ...path] = resource.startsWith(UNBOUND_PREFIX)
    ? resource.slice(UNBOUND_PREFIX.length).split("/")
    : [];
  const isWhole = path.every((segment) => !segment.includes("$") || claimInResource(segment) !== undefined);
  if (isBehindStar(path.join("/"))) return "a claim cannot stand behind a star, which could reach over it";
  if (isHttpMethod(verb) && isWhole) return undefined;
  return `expected \`${claimPlaceholder("sub")}\` as a whole segment of a path, behind a verb in every API and stage`;
}

/**
 * Puts the caller's claims in the place of their placeholders. A Resource whose claim is missing, or has a value that
 * cannot be one segment, is left out, and a statement without a Resource too: only an Allow has placeholders, so
 * this only takes away.
 *
 * @throws PolicyError `InvalidPolicy` for a placeholder anywhere but in the Resource of an Allow
 */
export function bindClaims(
  document: CanonicalDocument,
  claims: ReadonlyMap<string, string>,
): CanonicalDocument {
  const statements = document.Statement.flatMap((statement): CanonicalStatement[] => {
    const { Effect, Resource = [], NotResource = [] } = statement;
    if (![...Resource, ...NotResource].some(mentionsClaim)) return [statement];
    if (Effect !== "Allow" || NotResource.length > 0) {
      throw new PolicyError("InvalidPolicy", "expected claims in the `Resource` of an Allow alone");
    }
    const bound = Resource.flatMap((resource) => boundResource(resource, claims));
    return bound.length === 0 ? [] : [{ ...statement, Resource: [...new Set(bound)].sort() }];
  });
  return { Version: document.Version, Statement: statements };
}

function boundResource(resource: string, claims: ReadonlyMap<string, string>): string[] {
  if (!mentionsClaim(resource)) return [resource];
  const segments = resource.split("/").map((segment) => {
    const name = claimInResource(segment);
    return name === undefined ? segment : claimSegment(claims.get(name));
  });
  if (segments.includes(undefined)) return [];
  const bound = segments.join("/");
  return mentionsClaim(bound) || bound.length > MAX_RESOURCE_LENGTH ? [] : [bound];
}
