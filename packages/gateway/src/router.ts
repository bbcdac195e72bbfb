/**
 * Finds the method that serves a request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
import { isHttpMethod, type Segment } from "@lychgate/policy";
import type { ApiMethod, ApiResource } from "./api-definition.ts";

export interface RouteMatch {
  readonly resource: ApiResource;
  readonly method: ApiMethod;
  readonly pathParameters: ReadonlyMap<string, string>;
}

/**
 * The most specific resource that matches serves the request; if it lacks the verb, the most specific greedy
 * resource that has it does. Paths are compared as they were sent: `%2F` splits nothing, and `%61` is not `a`.
 *
 * @param resources the most specific first
 * @param path without the stage
 */
export function findRoute(
  resources: readonly ApiResource[],
  verb: string,
  path: string,
): RouteMatch | undefined {
  const segments = pathSegments(path);
  let mostSpecific = true;
  for (const resource of resources) {
    const pathParameters = matchSegments(resource.segments, segments);
    if (!pathParameters) continue;
    const method = mostSpecific || isGreedy(resource) ? findMethod(resource, verb) : undefined;
    if (method) return { resource, method, pathParameters };
    mostSpecific = false;
  }
  return undefined;
}

/** One trailing slash does not count; the root has no segments. */
function pathSegments(path: string): string[] {
  const trimmed = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  return trimmed === "/" ? [] : trimmed.slice(1).split("/");
}

function matchSegments(
  template: readonly Segment[],
  path: readonly string[],
): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [index, segment] of template.entries()) {
    if (segment.kind === "greedy") {
      const rest = path.slice(index).join("/");
      return rest === "" ? undefined : parameters.set(segment.name, rest);
    }
    const text = path[index];
    if (text === undefined || text === "") return undefined;
    if (segment.kind === "parameter") parameters.set(segment.name, text);
    else if (segment.text !== text) return undefined;
  }
  return path.length === template.length ? parameters : undefined;
}

function isGreedy(resource: ApiResource): boolean {
  return resource.segments.at(-1)?.kind === "greedy";
}

/** `GET` does not serve `HEAD`; `ANY` serves the verbs that no method of its own serves. */
function findMethod(resource: ApiResource, verb: string): ApiMethod | undefined {
  return isHttpMethod(verb) ? (resource.methods.get(verb) ?? resource.methods.get("ANY")) : undefined;
}
