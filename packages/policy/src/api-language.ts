/** What an API serves, route by route, as languages of `VERB/path`: the end of a method ARN. */
import type { Contract, Operation } from "./contract.ts";
import { matches } from "./language/automaton.ts";
import { routeTokens, type Token, wildcardTokens, withTrailingSlash } from "./language/token.ts";
import { findWitness } from "./language/witness.ts";
import { compareSpecificity, type Segment } from "./path-template.ts";

/** A route's language: what its template matches, less what a more specific resource serves instead. */
export interface RouteLanguage {
  operation: Operation;
  /** Requests as clients are told to write them. */
  plain: readonly Token[];
  /** All that is routed here: with a trailing slash too. */
  served: readonly Token[];
  /** Those more specific resources that share a path with it. */
  specific: readonly (readonly Token[])[];
}

export function apiLanguage(contract: Contract): RouteLanguage[] {
  return contract.operations.map((operation) => {
    const plain = routeTokens(operation.method, operation.segments);
    const served = withTrailingSlash(plain);
    const rivals = moreSpecific(operation, contract).map((segments) =>
      routeTokens(operation.method, segments),
    );
    const specific = rivals.map(withTrailingSlash).filter((tokens) => share([served, tokens]));
    return { operation, plain, served, specific };
  });
}

/**
 * The resources that serve a path before this one. A resource without the verb still takes the path away:
 * the request falls through to a greedy parameter that has the verb, and to nothing else.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
function moreSpecific(operation: Operation, contract: Contract): (readonly Segment[])[] {
  const isGreedy = operation.segments.at(-1)?.kind === "greedy";
  const rivals = contract.operations.filter(
    (other) => other.template !== operation.template && (!isGreedy || other.method === operation.method),
  );
  const templates = new Map(rivals.map((other) => [other.template, other.segments]));
  return [...templates.values()].filter((segments) => compareSpecificity(segments, operation.segments) < 0);
}

export interface RequestOptions {
  requests?: "plain" | "served";
  except?: readonly string[];
}

/**
 * A request of the route that one of the patterns admits and none of `except` does, as `VERB/path`.
 * `undefined` proves that there is none.
 */
export function requestAdmitted(
  patterns: readonly string[],
  route: RouteLanguage,
  { requests = "served", except = [] }: RequestOptions = {},
): string | undefined {
  const excluded = [...route.specific, ...except.map(wildcardTokens)];
  for (const pattern of patterns) {
    const tokens = wildcardTokens(pattern);
    if (!mayShare(tokens, route[requests])) continue;
    const found = findWitness(
      [tokens, route[requests], ...excluded],
      ([admitted, served, ...taken]) => admitted === true && served === true && !taken.includes(true),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function share(languages: readonly (readonly Token[])[]): boolean {
  const [first = [], second = []] = languages;
  return (
    mayShare(first, second) && findWitness(languages, (members) => !members.includes(false)) !== undefined
  );
}

/** A quick look at the literal beginnings, which tells most pairs apart. */
function mayShare(a: readonly Token[], b: readonly Token[]): boolean {
  for (const [index, token] of a.entries()) {
    const other = b[index];
    if (token.kind !== "char" || other?.kind !== "char") return true;
    if (token.char !== other.char) return false;
  }
  return true;
}

/** The operation that serves a request, as `VERB/path`; `undefined` when the API answers that there is none. */
export function operationServing(contract: Contract, request: string): Operation | undefined {
  const route = apiLanguage(contract).find(
    ({ served, specific }) =>
      matches(served, request) && !specific.some((tokens) => matches(tokens, request)),
  );
  return route?.operation;
}
