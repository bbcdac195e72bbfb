/**
 * Finds the route that serves a request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
import { isHttpMethod, type Segment } from "@lychgate/policy";
import type { HttpApiDefinition } from "./http-api-definition.ts";
import type { HttpRouteMatch } from "./http-exchange.ts";

/**
 * The first route whose verb and path match, else `$default`. A slash at the end is a part of the path. Paths are
 * compared as they were sent: `%2F` splits nothing, and `%61` is not `a`.
 *
 * @param path without the stage
 */
export function findHttpRoute(
  { routes, defaultRoute }: Pick<HttpApiDefinition, "routes" | "defaultRoute">,
  verb: string,
  path: string,
): HttpRouteMatch | undefined {
  if (!isHttpMethod(verb)) return undefined;
  const texts = path === "/" ? [] : path.slice(1).split("/");
  for (const route of routes) {
    if (route.verb !== verb && route.verb !== "ANY") continue;
    const pathParameters = matchSegments(route.segments, texts);
    if (pathParameters) return { route, path, pathParameters };
  }
  return defaultRoute && { route: defaultRoute, path, pathParameters: new Map() };
}

/** What a greedy parameter stands for may be empty; the slash before it may not be missing. */
function matchSegments(
  template: readonly Segment[],
  texts: readonly string[],
): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [index, segment] of template.entries()) {
    const text = texts[index];
    if (segment.kind === "greedy") {
      // The root's slash has nothing behind it, and is the one before a greedy parameter.
      const isThere = text !== undefined || index === 0;
      return isThere ? parameters.set(segment.name, texts.slice(index).join("/")) : undefined;
    }
    if (text === undefined || text === "") return undefined;
    if (segment.kind === "parameter") parameters.set(segment.name, text);
    else if (segment.text !== text) return undefined;
  }
  return texts.length === template.length ? parameters : undefined;
}

/** A path without its stage, which `$default` does not have there; `undefined` for another stage's. */
export function pathInStage(rawPath: string, stage: string): string | undefined {
  if (stage === "$default") return rawPath;
  if (rawPath === `/${stage}`) return "/";
  return rawPath.startsWith(`/${stage}/`) ? rawPath.slice(stage.length + 1) : undefined;
}
