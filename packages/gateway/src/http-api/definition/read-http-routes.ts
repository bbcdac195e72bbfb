import { compareSpecificity, type Segment } from "@lychgate/policy";
import type { MethodVerb } from "../../api-definition.ts";
import { ANY_METHOD, operationsOf, readSegments } from "../../definition/path-item.ts";
import { describe, member, members, type Problems } from "../../definition/problems.ts";
import { readAuth } from "../../definition/read-iam-auth.ts";
import { isRecord } from "../../record.ts";
import type { HttpApiRoute, RouteAuthorization } from "../http-api-definition.ts";
import type { HttpAuthorizers } from "./read-http-authorizers.ts";
import { readHttpIntegration } from "./read-http-integration.ts";
import { readRouteSecurity } from "./read-route-security.ts";

const INTEGRATION = "x-amazon-apigateway-integration";
const DEFAULT_PATH = "/$default";

/** What routes are read with. */
export interface RouteSource {
  readonly document: unknown;
  readonly authorizers: HttpAuthorizers;
  readonly stageVariables: ReadonlyMap<string, string>;
}

export interface HttpRoutes {
  readonly routes: readonly HttpApiRoute[];
  readonly defaultRoute?: HttpApiRoute;
}

/** Reads `paths`; of the routes that match a request, the one that serves it comes first. */
export function readHttpRoutes(source: RouteSource, problems: Problems): HttpRoutes {
  const read = members(member(source.document, "paths"), "paths", problems)
    .filter(([template]) => !template.startsWith("x-"))
    .flatMap(([template, item]) => readPath(template, item, source, problems));
  const defaultRoute = read.find(({ routeKey }) => routeKey === "$default");
  const routes = read.filter((route) => route !== defaultRoute);
  refuseTwins(routes, problems);
  return { routes: routes.toSorted(comparePriority), ...(defaultRoute && { defaultRoute }) };
}

/**
 * Full matches come before greedy ones, then the more specific path, then a verb before `ANY`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
function comparePriority(a: HttpApiRoute, b: HttpApiRoute): number {
  return (
    Number(isGreedy(a)) - Number(isGreedy(b)) ||
    compareSpecificity(a.segments, b.segments) ||
    Number(a.verb === "ANY") - Number(b.verb === "ANY")
  );
}

function isGreedy({ segments }: HttpApiRoute): boolean {
  return segments.at(-1)?.kind === "greedy";
}

function readPath(template: string, item: unknown, source: RouteSource, problems: Problems): HttpApiRoute[] {
  const at = `paths.${template}`;
  const segments = readSegments(template, at, problems);
  const routes: HttpApiRoute[] = [];
  for (const { verb, operation, at: place } of operationsOf(item, at, problems)) {
    const route = readRoute({ verb, template, segments }, operation, place, source, problems);
    if (route) routes.push(route);
  }
  return routes;
}

interface RoutePlace {
  readonly verb: MethodVerb;
  readonly template: string;
  readonly segments: readonly Segment[] | undefined;
}

function readRoute(
  { verb, template, segments }: RoutePlace,
  operation: unknown,
  at: string,
  source: RouteSource,
  problems: Problems,
): HttpApiRoute | undefined {
  if (!isRecord(operation)) return problems.add(at, `expected an operation, came ${describe(operation)}`);
  const isDefault = readIsDefault(verb, template, operation, at, problems);
  const authorization = readAuthorization(operation, source, at, problems);
  const { document, stageVariables } = source;
  const integration = readHttpIntegration(
    member(operation, INTEGRATION),
    { document, stageVariables, segments: isDefault ? [] : segments },
    `${at}.${INTEGRATION}`,
    problems,
  );
  if (!segments || !authorization || !integration) return undefined;
  if (isDefault)
    return { routeKey: "$default", verb, template: "$default", segments: [], authorization, integration };
  return { routeKey: `${verb} ${template}`, verb, template, segments, authorization, integration };
}

/**
 * Whether an operation is the `$default` route, which has a path of its own and says so.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-any-method.html
 */
function readIsDefault(
  verb: MethodVerb,
  template: string,
  operation: Record<string, unknown>,
  at: string,
  problems: Problems,
): boolean {
  const isDefault = member(operation, "isDefaultRoute") ?? false;
  if (isDefault === (template === DEFAULT_PATH) && (!isDefault || verb === "ANY")) return isDefault;
  problems.add(
    `${at}.isDefaultRoute`,
    `expected \`true\` at \`paths.${DEFAULT_PATH}.${ANY_METHOD}\` and nowhere else, came ${describe(isDefault)}`,
  );
  return false;
}

/** Nothing says that HTTP APIs heed the security at the root, so an operation may not rely on it. */
function readAuthorization(
  operation: Record<string, unknown>,
  { document, authorizers }: RouteSource,
  at: string,
  problems: Problems,
): RouteAuthorization | undefined {
  const atRoot = member(document, "security");
  if (!Object.hasOwn(operation, "security") && Array.isArray(atRoot) && atRoot.length > 0)
    problems.add(`${at}.security`, "expected it here instead of at the root; `[]` leaves it open");
  const security = readRouteSecurity(member(operation, "security"), authorizers, `${at}.security`, problems);
  return readAuth(operation, security, at, problems);
}

/** Of two routes that match the same requests, nobody knows which would serve them. */
function refuseTwins(routes: readonly HttpApiRoute[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { verb, template, segments } of routes) {
    const shape = segments.map((segment) => (segment.kind === "static" ? segment.text : `{${segment.kind}}`));
    const key = `${verb} /${shape.join("/")}`;
    if (seen.has(key)) problems.add(`paths.${template}`, `expected one route \`${key}\`, came two`);
    seen.add(key);
  }
}
