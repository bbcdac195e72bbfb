/** The statements of a policy module on their way to IAM's. */
import { type RouteLanguage, requestAdmitted, routesBeginningLike } from "./api-language.ts";
import { canonicalCondition } from "./canonical.ts";
import { longestBound } from "./claim.ts";
import type { Contract, Operation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { INVOKE_ACTION, MAX_RESOURCE_LENGTH, UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { UncheckedStatement } from "./group-policy.ts";
import type { CanonicalStatement } from "./policy-document.ts";
import { anchoredTail } from "./resource-anchor.ts";
import { isScoped, names, parseRoute, patternsOf, type Route, suggestionFor } from "./route.ts";

/** A statement on its way: its patterns as `VERB/path`, and the routes that it names wholly. */
export interface Draft {
  statement: UncheckedStatement;
  patterns: readonly string[];
  named: ReadonlySet<Operation>;
  /** Of the other routes those of which it names a part, by a claim or an ARN, and the patterns that do. */
  scoped: ReadonlyMap<Operation, readonly string[]>;
  condition: CanonicalStatement["Condition"];
}

/**
 * Finds what a statement names.
 * @throws PolicyError `InvalidPolicy`, `InvalidArn`, `NotExact`
 */
export function draftOf(
  statement: UncheckedStatement,
  contract: Contract,
  language: readonly RouteLanguage[],
): Draft {
  const condition = statement.condition && canonicalCondition(statement.condition);
  if (statement.resources) {
    const patterns = statement.resources.map((resource) => anchoredTail(statement.sid, resource));
    return { statement, patterns, ...reachedBy(patterns, language), condition };
  }
  const routes = (statement.routes ?? []).map((text) => knownRoute(statement.sid, text, contract));
  const isDeny = statement.effect === "Deny";
  if (isDeny && routes.some(isScoped)) throw deniedClaim(statement.sid);
  const whole = routes.filter((route) => !isScoped(route));
  const named = new Set(
    contract.operations.filter((operation) => whole.some((route) => names(route, operation))),
  );
  const patterns = routes.flatMap((route) => patternsOf(route, isDeny));
  return { statement, patterns, named, scoped: scopedBy(routes, named, contract), condition };
}

/** Of the routes that ARNs reach, those that they reach wholly and those of which they reach a part. */
function reachedBy(
  patterns: readonly string[],
  language: readonly RouteLanguage[],
): Pick<Draft, "named" | "scoped"> {
  const named = new Set<Operation>();
  const scoped = new Map<Operation, readonly string[]>();
  for (const route of routesBeginningLike(patterns, language)) {
    if (requestAdmitted(patterns, route) === undefined) continue;
    const left = requestAdmitted(["*"], route, { requests: "plain", except: patterns });
    if (left === undefined) named.add(route.operation);
    else scoped.set(route.operation, patterns);
  }
  return { named, scoped };
}

function scopedBy(
  routes: readonly Route[],
  named: ReadonlySet<Operation>,
  { operations }: Contract,
): Draft["scoped"] {
  const scoped = new Map<Operation, string[]>();
  for (const route of routes.filter(isScoped)) {
    for (const operation of operations) {
      if (named.has(operation) || !names(route, operation)) continue;
      scoped.set(operation, [...(scoped.get(operation) ?? []), ...patternsOf(route, true)]);
    }
  }
  return scoped;
}

function deniedClaim(sid: string): PolicyError {
  const why = "a Deny cannot name a claim, for it would vanish where the claim is missing";
  return new PolicyError("InvalidPolicy", `statement \`${sid}\`: ${why}`, { sid });
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

export function statementOf({ statement, patterns, condition }: Draft): CanonicalStatement {
  const resources = statement.resources ?? patterns.map((pattern) => UNBOUND_PREFIX + pattern);
  return iamStatement(statement.sid, statement.effect, resources, condition);
}

/** @throws PolicyError `InvalidPolicy` for a Resource that is too long */
export function iamStatement(
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
  const length = longestBound(resource);
  if (length <= MAX_RESOURCE_LENGTH) return;
  const message = `statement \`${sid}\`: a Resource has ${length} characters, at most ${MAX_RESOURCE_LENGTH} fit`;
  throw new PolicyError("InvalidPolicy", message, { sid });
}
