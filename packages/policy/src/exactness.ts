/** Whether a module admits just the routes that it names, and the Deny statements that see to it. */
import { type RouteLanguage, requestAdmitted, routesBeginningLike } from "./api-language.ts";
import { claimsIn, isBehindStar } from "./claim.ts";
import { type ClaimWorld, inWorld, spelledOut, starredOut, worldsOf, worldText } from "./claim-world.ts";
import { type Contract, nameOfOperation } from "./contract.ts";
import { type Draft, iamStatement, statementOf } from "./draft.ts";
import { PolicyError } from "./errors.ts";
import { UNBOUND_PREFIX } from "./execute-api-arn.ts";
import { guardSid } from "./guard.ts";
import type { CanonicalStatement } from "./policy-document.ts";
import { covers } from "./wildcard.ts";

/** A Deny has no way to take something back, so it must not reach beyond what it names. */
export function checkDeny(draft: Draft, language: readonly RouteLanguage[]): void {
  for (const route of routesBeginningLike(draft.patterns, language)) {
    if (draft.named.has(route.operation) || draft.scoped.has(route.operation)) continue;
    const request = requestAdmitted(draft.patterns, route, { requests: "plain" });
    if (request !== undefined) {
      throw notExact(
        draft,
        { request, world: new Map() },
        route,
        "would also be denied; name it as well, or deny below it with `**`",
      );
    }
  }
}

/** The Deny that takes back what an Allow's patterns admit of routes that no statement of the module names. */
export function guardsOf(
  draft: Draft,
  drafts: readonly Draft[],
  language: readonly RouteLanguage[],
  contract: Contract,
): CanonicalStatement[] {
  if (draft.statement.effect === "Deny") return [];
  checkClaims(draft);
  const allows = drafts.filter(({ statement }) => statement.effect === "Allow");
  const claims = claimsIn({ Version: "2012-10-17", Statement: allows.map(statementOf) });
  const guards = worldsOf(draft.patterns, claims, contract).flatMap((world) =>
    guardsIn(world, draft, allows, language),
  );
  if (guards.length === 0) return [];
  const resources = withoutCovered([...new Set(guards)]).map((pattern) => UNBOUND_PREFIX + pattern);
  return [iamStatement(guardSid(draft.statement.sid), "Deny", resources, undefined)];
}

function checkClaims({ statement: { sid }, patterns }: Draft): void {
  if (!patterns.some(isBehindStar)) return;
  const message = `statement \`${sid}\`: a claim cannot stand behind a parameter or a star, only behind literals and claims`;
  throw new PolicyError("NotExact", message, { sid });
}

/** What has to be taken back where the claims are these. */
function guardsIn(
  world: ClaimWorld,
  draft: Draft,
  allows: readonly Draft[],
  language: readonly RouteLanguage[],
): string[] {
  const here = (patterns: readonly string[]) => patterns.map((pattern) => inWorld(pattern, world));
  const patterns = here(draft.patterns);
  const named = language.filter(({ operation }) =>
    allows.some((allow) => allow.named.has(operation) || allow.scoped.has(operation)),
  );
  return routesBeginningLike(patterns, language).flatMap((route): string[] => {
    if (draft.named.has(route.operation)) return [];
    const scoping = allows.filter((other) => other.scoped.has(route.operation));
    const except = scoping
      .filter((other) => other === draft || coversCondition(other, draft))
      .flatMap((other) => here(other.scoped.get(route.operation) ?? []));
    const request = requestAdmitted(patterns, route, { except });
    if (request === undefined) return [];
    const others = allows.filter((other) => other.named.has(route.operation));
    if (others.some((other) => coversCondition(other, draft))) return [];
    const slipping = { request, world };
    if (others.length > 0) {
      const why = "would be admitted without the condition of the statement that names it";
      throw notExact(draft, slipping, route, why);
    }
    if (scoping.length > 0) {
      const why =
        "would be admitted beyond the part of its route that is named; name the whole route, or none of it";
      throw notExact(draft, slipping, route, why);
    }
    return guardFor({ ...draft, patterns }, route, named, slipping);
  });
}

/** Whether whatever the draft's condition lets in, the other statement's lets in too. */
function coversCondition(other: Draft, draft: Draft): boolean {
  return other.condition === undefined || JSON.stringify(other.condition) === JSON.stringify(draft.condition);
}

/** Patterns that hold all that the draft admits of a route, and nothing of the routes that the module names. */
function guardFor(
  draft: Draft,
  route: RouteLanguage,
  named: readonly RouteLanguage[],
  { request, world }: Slipping,
): string[] {
  const touchesNamed = (pattern: string) =>
    named.some((other) => requestAdmitted([pattern], other, { requests: "plain" }) !== undefined);
  let slipping = request;
  for (const candidate of guardCandidates(draft, route)) {
    const guard = candidate.filter(
      (pattern) => requestAdmitted([pattern], route) !== undefined && !touchesNamed(pattern),
    );
    const left = requestAdmitted(draft.patterns, route, { except: guard });
    if (left === undefined) return withoutCovered(guard);
    slipping = left;
  }
  throw notExact(
    draft,
    { request: slipping, world },
    route,
    "would be admitted too, and no Deny tells it apart; name it, or use `**`",
  );
}

function withoutCovered(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => !patterns.some((other) => other !== pattern && covers(other, pattern)));
}

/** First the route itself; for one that is too wide for that, what lies below the draft's patterns. */
function guardCandidates({ patterns }: Draft, route: RouteLanguage): string[][] {
  const { method, segments } = route.operation;
  const path = segments.map((segment) => (segment.kind === "static" ? segment.text : "*")).join("/");
  const itself = path.endsWith("*") ? [`${method}/${path}`] : [`${method}/${path}`, `${method}/${path}/`];
  // A Deny cannot name a claim, so it is about every segment in that place.
  const below = patterns
    .map(starredOut)
    .filter((pattern) => pattern.endsWith("/*"))
    .flatMap((pattern) => [pattern.slice(0, -1), `${pattern.slice(0, -1)}/`, `${pattern}/*`]);
  return [itself, below];
}

/** A request that would be decided otherwise than the module says, where the claims are these. */
interface Slipping {
  request: string;
  world: ClaimWorld;
}

function notExact(
  draft: Draft,
  { request, world }: Slipping,
  route: RouteLanguage,
  why: string,
): PolicyError {
  const { sid } = draft.statement;
  const text = spelledOut(request.replace("/", " /"), world);
  const message = `statement \`${sid}\`: \`${text}\` (route \`${nameOfOperation(route.operation)}\`)${worldText(world)} ${why}`;
  return new PolicyError("NotExact", message, { sid });
}
