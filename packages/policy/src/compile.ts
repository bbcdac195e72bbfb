/** From a policy module to the policy document that is stored. */
import { apiLanguage, type RouteLanguage, requestAdmitted, routesBeginningLike } from "./api-language.ts";
import { canonicalCondition, documentOf, textOf } from "./canonical.ts";
import { type Contract, nameOfOperation, type Operation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { INVOKE_ACTION, MAX_RESOURCE_LENGTH, UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { UncheckedGroupPolicy, UncheckedStatement } from "./group-policy.ts";
import { guardSid } from "./guard.ts";
import { HTTP_METHODS } from "./path-template.ts";
import type { CanonicalDocument, CanonicalStatement } from "./policy-document.ts";
import { anchoredTail } from "./resource-anchor.ts";
import { revisionOf } from "./revision.ts";
import { names, parseRoute, type Route, suggestionFor } from "./route.ts";
import { covers } from "./wildcard.ts";

/** A compiled group policy, as it is stored. */
export interface CompiledPolicy {
  group: string;
  description: string;
  usageTier?: string;
  document: CanonicalDocument;
  /** The canonical JSON of `document`. */
  text: string;
  /** The SHA-256 of `text`, in hexadecimal. */
  revision: string;
}

/** A statement on its way: its patterns as `VERB/path`, and the routes that it names. */
interface Draft {
  statement: UncheckedStatement;
  patterns: readonly string[];
  named: ReadonlySet<Operation>;
  condition: CanonicalStatement["Condition"];
}

/**
 * Compiles a validated policy so that it admits exactly the routes that it names, and proves it against the
 * contract. IAM's `*` crosses `/`, so `GET /pets/*` alone would admit `GET /pets/1/owner` too; where the
 * contract has such a route, a Deny is added that takes it back.
 *
 * @throws PolicyError `InvalidPolicy` for a route that no API has, `NotExact` with the request that would
 *   slip through where no document says exactly what the module says, `TooLarge`
 */
export function compile(policy: UncheckedGroupPolicy, contract: Contract): CompiledPolicy {
  const language = apiLanguage(contract);
  const drafts = policy.statements.map((statement) => draftOf(statement, contract, language));
  for (const draft of drafts) if (draft.statement.effect === "Deny") checkDeny(draft, language);
  const statements = drafts.flatMap((draft) => [statementOf(draft), ...guardsOf(draft, drafts, language)]);
  const document = documentOf(statements);
  const text = textOf(document);
  const { group, description, usageTier } = policy;
  const compiled = { group, description, document, text, revision: revisionOf(text) };
  return usageTier === undefined ? compiled : { ...compiled, usageTier };
}

function draftOf(
  statement: UncheckedStatement,
  contract: Contract,
  language: readonly RouteLanguage[],
): Draft {
  const condition = statement.condition && canonicalCondition(statement.condition);
  if (statement.resources) {
    const patterns = statement.resources.map((resource) => anchoredTail(statement.sid, resource));
    const named = routesBeginningLike(patterns, language).filter(
      (route) => requestAdmitted(patterns, route) !== undefined,
    );
    return { statement, patterns, named: new Set(named.map(({ operation }) => operation)), condition };
  }
  const routes = (statement.routes ?? []).map((text) => knownRoute(statement.sid, text, contract));
  const named = contract.operations.filter((operation) => routes.some((route) => names(route, operation)));
  const patterns = routes.flatMap((route) => patternsOf(route, statement.effect === "Deny"));
  return { statement, patterns, named: new Set(named), condition };
}

function knownRoute(sid: string, text: string, contract: Contract): Route {
  const route = parseRoute(text);
  if (contract.operations.some((operation) => names(route, operation))) return route;
  const nearest = suggestionFor(route, contract);
  const hint = nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
  throw new PolicyError("InvalidPolicy", `statement \`${sid}\`: no API has the route \`${text}\`${hint}`, {
    sid,
  });
}

/** Verbs are spelled out, for `*` in the place of a verb would also match the beginning of a path. */
function patternsOf(route: Route, withTrailingSlash: boolean): string[] {
  const path = [...route.segments, ...(route.below ? ["*"] : [])].join("/");
  if (path === "*" && route.methods.length === HTTP_METHODS.length) return ["*"];
  // A trailing slash does not change the route: a Deny has to hold with it too.
  const paths = withTrailingSlash && !path.endsWith("*") ? [path, `${path}/`] : [path];
  return route.methods.flatMap((method) => paths.map((each) => `${method}/${each}`));
}

function statementOf({ statement, patterns, condition }: Draft): CanonicalStatement {
  const resources = statement.resources ?? patterns.map((pattern) => UNBOUND_PREFIX + pattern);
  return iamStatement(statement.sid, statement.effect, resources, condition);
}

function iamStatement(
  sid: string,
  effect: "Allow" | "Deny",
  resources: readonly string[],
  condition: CanonicalStatement["Condition"],
): CanonicalStatement {
  for (const resource of resources) checkLength(sid, resource);
  const Resource = [...new Set(resources)].sort();
  const statement: CanonicalStatement = { Sid: sid, Effect: effect, Action: [INVOKE_ACTION], Resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

function checkLength(sid: string, resource: string): void {
  if (resource.length <= MAX_RESOURCE_LENGTH) return;
  const message = `statement \`${sid}\`: a Resource has ${resource.length} characters, at most ${MAX_RESOURCE_LENGTH} fit`;
  throw new PolicyError("InvalidPolicy", message, { sid });
}

/** A Deny has no way to take something back, so it must not reach beyond what it names. */
function checkDeny(draft: Draft, language: readonly RouteLanguage[]): void {
  for (const route of routesBeginningLike(draft.patterns, language)) {
    if (draft.named.has(route.operation)) continue;
    const request = requestAdmitted(draft.patterns, route, { requests: "plain" });
    if (request !== undefined) {
      throw notExact(
        draft,
        request,
        route,
        "would also be denied; name it as well, or deny below it with `**`",
      );
    }
  }
}

/** The Deny that takes back what an Allow's patterns admit of routes that no statement of the module names. */
function guardsOf(
  draft: Draft,
  drafts: readonly Draft[],
  language: readonly RouteLanguage[],
): CanonicalStatement[] {
  if (draft.statement.effect === "Deny") return [];
  const allows = drafts.filter(({ statement }) => statement.effect === "Allow");
  const named = language.filter(({ operation }) => allows.some((allow) => allow.named.has(operation)));
  const guards = routesBeginningLike(draft.patterns, language).flatMap((route): string[] => {
    const request = draft.named.has(route.operation) ? undefined : requestAdmitted(draft.patterns, route);
    if (request === undefined) return [];
    const others = allows.filter((other) => other.named.has(route.operation));
    if (others.some((other) => coversCondition(other, draft))) return [];
    if (others.length > 0) {
      throw notExact(
        draft,
        request,
        route,
        "would be admitted without the condition of the statement that names it",
      );
    }
    return guardFor(draft, route, named, request);
  });
  if (guards.length === 0) return [];
  const resources = guards.map((pattern) => UNBOUND_PREFIX + pattern);
  return [iamStatement(guardSid(draft.statement.sid), "Deny", resources, undefined)];
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
  request: string,
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
    slipping,
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
  const below = patterns
    .filter((pattern) => pattern.endsWith("/*"))
    .flatMap((pattern) => [pattern.slice(0, -1), `${pattern.slice(0, -1)}/`, `${pattern}/*`]);
  return [itself, below];
}

function notExact(draft: Draft, request: string, route: RouteLanguage, why: string): PolicyError {
  const { sid } = draft.statement;
  const message = `statement \`${sid}\`: \`${request.replace("/", " /")}\` (route \`${nameOfOperation(route.operation)}\`) ${why}`;
  return new PolicyError("NotExact", message, { sid });
}
