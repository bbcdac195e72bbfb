/** What an API serves, route by route, as languages of `VERB/path`: the end of a method ARN. */
import type { Contract, Operation } from "./contract.ts";
import { matches } from "./language/automaton.ts";
import {
  literalBeginning,
  routeTokens,
  type Token,
  wildcardTokens,
  withTrailingSlash,
} from "./language/token.ts";
import { findWitness } from "./language/witness.ts";
import { compareSpecificity, type HttpMethod, type Segment } from "./path-template.ts";

type Tokens = readonly Token[];

/** A route's language: what its template matches, less what another resource serves instead. */
export interface RouteLanguage {
  operation: Operation;
  /** What all of its requests begin with. */
  literal: string;
  /** Requests as clients are told to write them. */
  plain: Tokens;
  /** All that is routed here: with a trailing slash too. */
  served: Tokens;
  /** What the template matches and the route does not serve. */
  taken: readonly Taken[];
}

/** The requests of `tokens`, but for those of `unless`. */
export interface Taken {
  tokens: Tokens;
  unless: readonly Tokens[];
}

/** A resource as one verb sees it. */
interface Resource {
  segments: readonly Segment[];
  isGreedy: boolean;
  hasMethod: boolean;
  served: Tokens;
}

/** A contract is read once and asked often. */
const known = new WeakMap<Contract, readonly RouteLanguage[]>();

export function apiLanguage(contract: Contract): readonly RouteLanguage[] {
  const language = known.get(contract) ?? languageOf(contract);
  known.set(contract, language);
  return language;
}

function languageOf(contract: Contract): RouteLanguage[] {
  const resources = new Map<HttpMethod, Resource[]>();
  return contract.operations.map((operation) => {
    const { method, segments } = operation;
    const ofMethod = resources.get(method) ?? resourcesOf(contract, method);
    resources.set(method, ofMethod);
    const plain = routeTokens(method, segments);
    const served = withTrailingSlash(plain);
    const taken = takenFrom(segments, plain, ofMethod).filter(({ tokens }) => share([served, tokens]));
    return { operation, literal: literalBeginning(plain), plain, served, taken };
  });
}

/** The resources of an API. Each has its parents too, which may be without a method. */
function resourcesOf(contract: Contract, method: HttpMethod): Resource[] {
  const templates = new Map<string, readonly Segment[]>();
  for (const { template, segments } of contract.operations) {
    const names = template.split("/");
    for (let length = 0; length < segments.length; length += 1) {
      templates.set(names.slice(0, length + 1).join("/") || "/", segments.slice(0, length));
    }
    templates.set(template, segments);
  }
  const ofMethod = contract.operations.filter((operation) => operation.method === method);
  return [...templates].map(([template, segments]) => ({
    segments,
    isGreedy: segments.at(-1)?.kind === "greedy",
    hasMethod: ofMethod.some((operation) => operation.template === template),
    served: withTrailingSlash(routeTokens(method, segments)),
  }));
}

/**
 * The most specific resource that matches serves a request. If it lacks the verb, the most specific greedy
 * resource that has it does, and nothing else.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
function takenFrom(segments: readonly Segment[], plain: Tokens, resources: readonly Resource[]): Taken[] {
  const rivals = moreSpecific(segments, resources);
  if (segments.at(-1)?.kind !== "greedy") return rivals.map(({ served }) => ({ tokens: served, unless: [] }));
  return [
    { tokens: emptyRest(plain), unless: [] },
    ...rivals.filter(({ hasMethod }) => hasMethod).map((rival) => takenBy(rival, resources)),
  ];
}

function takenBy(rival: Resource, resources: readonly Resource[]): Taken {
  const { served, segments, isGreedy } = rival;
  if (isGreedy) return { tokens: served, unless: [emptyRest(served.slice(0, -1))] };
  const unless = moreSpecific(segments, resources).map((other) => other.served);
  return { tokens: served, unless: unless.filter((tokens) => share([served, tokens])) };
}

function moreSpecific(segments: readonly Segment[], resources: readonly Resource[]): Resource[] {
  return resources.filter((other) => compareSpecificity(other.segments, segments) < 0);
}

/** Where a greedy parameter has nothing but the slash that does not count, it has no value. */
function emptyRest(greedy: Tokens): Tokens {
  return [...greedy.slice(0, -2), { kind: "char", char: "/" }];
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
  for (const pattern of patterns) {
    if (!mayBegin(pattern, route)) continue;
    const key = `${requests} ${pattern} ${except.join(" ")}`;
    const found = answerFor(route, key, () => admittedBy(pattern, route, requests, except));
    if (found !== undefined) return found;
  }
  return undefined;
}

function admittedBy(
  pattern: string,
  route: RouteLanguage,
  requests: "plain" | "served",
  except: readonly string[],
): string | undefined {
  const excluded = [...route.taken, ...except.map((text) => ({ tokens: wildcardTokens(text), unless: [] }))];
  return findRequest([wildcardTokens(pattern), route[requests]], excluded);
}

/** A quick look at the literal beginnings, which tells most pairs apart. */
function mayBegin(pattern: string, { literal }: RouteLanguage): boolean {
  if (pattern.startsWith(literal)) return true;
  // A wildcard before they differ can stand for what comes there.
  for (let index = 0; index < literal.length; index += 1) {
    const char = pattern[index];
    if (char !== literal[index]) return char === "*" || char === "?";
  }
  return true;
}

const MOST_PATTERNS = 20_000;
const meetings = new WeakMap<readonly RouteLanguage[], Map<string, readonly RouteLanguage[]>>();

/** The routes that some of the patterns may admit requests of, by a look at how both begin. */
export function routesBeginningLike(
  patterns: readonly string[],
  language: readonly RouteLanguage[],
): readonly RouteLanguage[] {
  const known = meetings.get(language) ?? new Map<string, readonly RouteLanguage[]>();
  meetings.set(language, known);
  if (known.size >= MOST_PATTERNS) known.clear();
  const found = new Set<RouteLanguage>();
  for (const pattern of patterns) {
    const meeting = known.get(pattern) ?? language.filter((route) => mayBegin(pattern, route));
    known.set(pattern, meeting);
    for (const route of meeting) found.add(route);
  }
  return [...found];
}

const MOST_ANSWERS = 1_000;
const answers = new WeakMap<RouteLanguage, Map<string, string | undefined>>();

/** Policies of one API ask the same again and again. */
function answerFor(route: RouteLanguage, key: string, find: () => string | undefined): string | undefined {
  const known = answers.get(route) ?? new Map<string, string | undefined>();
  answers.set(route, known);
  if (known.has(key)) return known.get(key);
  if (known.size >= MOST_ANSWERS) known.clear();
  const answer = find();
  known.set(key, answer);
  return answer;
}

/** A text that is in all of the languages and is not excluded. */
function findRequest(wanted: readonly Tokens[], excluded: readonly Taken[]): string | undefined {
  const all = [...wanted, ...excluded.flatMap(({ tokens, unless }) => [tokens, ...unless])];
  const places = new Map([...new Set(all)].map((tokens, index) => [tokens, index]));
  return findWitness([...places.keys()], (members) => {
    const has = (tokens: Tokens) => members[places.get(tokens) ?? -1] === true;
    return wanted.every(has) && !excluded.some((taken) => isTaken(taken, has));
  });
}

function isTaken({ tokens, unless }: Taken, has: (tokens: Tokens) => boolean): boolean {
  return has(tokens) && !unless.some(has);
}

function share(languages: readonly Tokens[]): boolean {
  const [first = [], second = []] = languages;
  return (
    mayShare(first, second) && findWitness(languages, (members) => !members.includes(false)) !== undefined
  );
}

/** A quick look at the literal beginnings, which tells most pairs apart. */
function mayShare(a: Tokens, b: Tokens): boolean {
  for (const [index, token] of a.entries()) {
    const other = b[index];
    if (token.kind !== "char" || other?.kind !== "char") return true;
    if (token.char !== other.char) return false;
  }
  return true;
}

/** The operation that serves a request, as `VERB/path`; `undefined` when the API answers that there is none. */
export function operationServing(contract: Contract, request: string): Operation | undefined {
  const has = (tokens: Tokens) => matches(tokens, request);
  const route = apiLanguage(contract).find(
    ({ served, taken }) => has(served) && !taken.some((each) => isTaken(each, has)),
  );
  return route?.operation;
}
