/**
 * Routes as policy modules write them: a verb or `ANY`, and a path of the contract in which `{petId}` or
 * `*` is one segment, `{claim:sub}` the caller's own and a final `**` everything below.
 */
import { claimInResource, claimInRoute, claimPlaceholder } from "./claim.ts";
import { type Contract, nameOfOperation, type Operation } from "./contract.ts";
import { PolicyError } from "./errors.ts";
import { HTTP_METHODS, type HttpMethod, isHttpMethod, type Segment } from "./path-template.ts";

/**
 * A route as text, before it has been held against a contract.
 * @pattern ^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /[^\s?#]*$
 */
export type RoutePattern = string;

export interface Route {
  text: string;
  methods: readonly HttpMethod[];
  /** The segments as text, without a final `**`; `*` is one segment, `${claim:sub}` the caller's own. */
  segments: readonly string[];
  /** Whether the route ends in `**`, so that it names every path below its segments. */
  below: boolean;
}

/**
 * Reads a route.
 * @throws PolicyError `InvalidPolicy` when the text is not a route
 */
export function parseRoute(text: string): Route {
  const [verb = "", path = "", ...rest] = text.split(" ");
  if (rest.length > 0 || !path.startsWith("/") || !(verb === "ANY" || isHttpMethod(verb))) {
    throw invalid(text, "expected a verb or `ANY`, a space and a path, as in `GET /petstore/v1/pets`");
  }
  const segments =
    path === "/"
      ? []
      : path
          .slice(1)
          .split("/")
          .map((part) => normalizeSegment(text, part));
  const below = segments.at(-1) === "**";
  const named = below ? segments.slice(0, -1) : segments;
  if (named.includes("**")) throw invalid(text, "`**` can only be the last segment");
  return { text, methods: isHttpMethod(verb) ? [verb] : HTTP_METHODS, segments: named, below };
}

function normalizeSegment(route: string, segment: string): string {
  if (segment === "*" || segment === "**") return segment;
  const claim = claimInRoute(segment);
  if (claim !== undefined) return claimPlaceholder(claim);
  // Read as a parameter, a misspelled claim would let in every segment.
  if (/^\{\s*claims?\s*:/i.test(segment)) {
    throw invalid(
      route,
      `\`${segment}\` is no claim; expected letters, digits and \`_.:-\` as in \`{claim:sub}\``,
    );
  }
  if (/^\{[A-Za-z0-9._:-]{1,128}\}$/.test(segment)) return "*";
  if (/^\{[A-Za-z0-9._:-]{1,128}\+\}$/.test(segment)) return "**";
  if (segment === "") throw invalid(route, "it has an empty segment");
  if (/[*?${}]/.test(segment)) throw invalid(route, `\`${segment}\` mixes literal text with a wildcard`);
  return segment;
}

function invalid(text: string, why: string): PolicyError {
  return new PolicyError("InvalidPolicy", `route \`${text}\`: ${why}`);
}

/** Whether a route is scoped by a claim: it names a part of its operations' requests. */
export function isScoped({ segments }: Route): boolean {
  return segments.some((segment) => claimInResource(segment) !== undefined);
}

/**
 * What a route is in a Resource: `VERB/path`. Verbs are spelled out, for `*` in the place of a verb would also
 * match the beginning of a path.
 */
export function patternsOf(route: Route, withTrailingSlash: boolean): string[] {
  const path = [...route.segments, ...(route.below ? ["*"] : [])].join("/");
  if (path === "*" && route.methods.length === HTTP_METHODS.length) return ["*"];
  // A trailing slash does not change the route: a Deny has to hold with it too.
  const paths = withTrailingSlash && !path.endsWith("*") ? [path, `${path}/`] : [path];
  return route.methods.flatMap((method) => paths.map((each) => `${method}/${each}`));
}

/** Whether a route names an operation, be it in part: where a claim stands, the operation has a parameter. */
export function names(route: Route, operation: Operation): boolean {
  if (!route.methods.includes(operation.method)) return false;
  const { segments } = operation;
  if (route.below ? segments.length <= route.segments.length : segments.length !== route.segments.length) {
    return false;
  }
  return route.segments.every((text, index) => isOfKind(text, segments[index]));
}

function isOfKind(text: string, segment: Segment | undefined): boolean {
  return (
    text === segmentText(segment) || (segment?.kind === "parameter" && claimInResource(text) !== undefined)
  );
}

function segmentText(segment: Segment | undefined): string {
  if (segment?.kind === "static") return segment.text;
  return segment?.kind === "greedy" ? "**" : "*";
}

/**
 * Every way to write a route for a contract, sorted: the generated type `Route` is their union.
 */
export function routesOf(contract: Contract): string[] {
  const routes = new Set<string>();
  for (const operation of contract.operations) {
    for (const verb of [operation.method, "ANY"]) {
      for (const path of pathsFor(operation)) routes.add(`${verb} ${path}`);
    }
  }
  return [...routes].sort();
}

function pathsFor(operation: Operation): string[] {
  const written = operation.template.slice(1).split("/");
  const prefixes = operation.segments.map((_, index) => written.slice(0, index));
  const whole = [operation.template, starred(written)];
  return [
    ...whole,
    ...prefixes.flatMap((prefix) => [below(prefix.join("/")), below(starred(prefix).slice(1))]),
  ];
}

function starred(segments: readonly string[]): string {
  return `/${segments.map((text) => text.replace(/^\{.*\+\}$/, "**").replace(/^\{.*\}$/, "*")).join("/")}`;
}

function below(prefix: string): string {
  return prefix === "" ? "/**" : `/${prefix}/**`;
}

/** The nearest operation to a route that names none, for a message that helps. */
export function suggestionFor(route: Route, contract: Contract): string | undefined {
  const sameMethods = contract.operations.filter((operation) => route.methods.includes(operation.method));
  const scored = sameMethods.map((operation) => ({ operation, score: similarity(route, operation) }));
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score > 0 ? nameOfOperation(best.operation) : undefined;
}

function similarity(route: Route, operation: Operation): number {
  const shared = route.segments.filter((text, index) => isOfKind(text, operation.segments[index])).length;
  return shared - Math.abs(route.segments.length - operation.segments.length) / 2;
}
