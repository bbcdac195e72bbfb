import { createHash } from "node:crypto";
import { compareSpecificity } from "@lychgate/policy";
import type { ApiMethod, ApiResource, MethodVerb } from "../api-definition.ts";
import { isRecord } from "../record.ts";
import { type ApiKeyContract, expectKeySource, splitSecurity } from "../usage/api-key-scheme.ts";
import { operationsOf, readSegments } from "./path-item.ts";
import { describe, member, members, type Problems } from "./problems.ts";
import { type ExecutionSource, readExecution } from "./read-execution.ts";
import { readAuth } from "./read-iam-auth.ts";
import { type Authorizers, readSecurity } from "./read-security.ts";

/** What operations inherit from the document. */
export interface Inherited extends ExecutionSource {
  readonly authorizers: Authorizers;
  readonly apiKeys: ApiKeyContract;
  readonly security: unknown;
}

/** Reads `paths`; the most specific resource comes first. */
export function readResources(paths: unknown, inherited: Inherited, problems: Problems): ApiResource[] {
  const resources = members(paths, "paths", problems)
    .filter(([template]) => !template.startsWith("x-"))
    .map(([template, item]) => readResource(template, item, inherited, problems))
    .filter((resource) => resource !== undefined);
  refuseSiblingParameters(resources, problems);
  return withParents(resources).toSorted((a, b) => compareSpecificity(a.segments, b.segments));
}

function readResource(
  template: string,
  item: unknown,
  inherited: Inherited,
  problems: Problems,
): ApiResource | undefined {
  const at = `paths.${template}`;
  const segments = readSegments(template, at, problems);
  const methods = new Map<MethodVerb, ApiMethod>();
  for (const { verb, operation, at: place } of operationsOf(item, at, problems)) {
    const shared = member(item, "parameters");
    const method = readMethod(verb, operation, place, inherited, shared, problems);
    if (method) methods.set(verb, method);
  }
  return segments && { id: resourceId(template), template, segments, methods };
}

/**
 * Every resource has its parents, up to the root. One without a method serves nothing, but it is the most specific
 * for its path, so that no parameter beside it is.
 */
function withParents(resources: readonly ApiResource[]): ApiResource[] {
  const all = new Map(resources.map((resource) => [resource.template, resource]));
  for (const { template, segments } of resources) {
    const names = template.split("/");
    for (let length = segments.length - 1; length >= 0; length--) {
      const parent = length === 0 ? "/" : names.slice(0, length + 1).join("/");
      if (all.has(parent)) continue;
      all.set(parent, {
        id: resourceId(parent),
        template: parent,
        segments: segments.slice(0, length),
        methods: new Map(),
      });
    }
  }
  return [...all.values()];
}

/**
 * API Gateway passes over security at the root, so an operation that relies on it would be open once it is
 * deployed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
function securityOf(
  operation: Record<string, unknown>,
  { security }: Inherited,
  at: string,
  problems: Problems,
): unknown {
  if (Object.hasOwn(operation, "security")) return operation.security;
  if (Array.isArray(security) && security.length > 0) {
    problems.add(
      `${at}.security`,
      "expected it here: API Gateway ignores the one at the root; `[]` leaves it open",
    );
  }
  return undefined;
}

function readMethod(
  verb: MethodVerb,
  operation: unknown,
  at: string,
  inherited: Inherited,
  sharedParameters: unknown,
  problems: Problems,
): ApiMethod | undefined {
  if (!isRecord(operation)) return problems.add(at, `expected an operation, came ${describe(operation)}`);
  const security = securityOf(operation, inherited, at, problems);
  const { apiKeys } = inherited;
  const { apiKeyRequired, others } = splitSecurity(security, apiKeys, `${at}.security`, problems);
  const secured = readSecurity(others, inherited.authorizers, `${at}.security`, problems);
  const authorization = readAuth(operation, secured, at, problems);
  if (apiKeyRequired) expectKeySource(authorization, apiKeys, `${at}.security`, problems);
  const execution = readExecution(operation, sharedParameters, inherited, at, problems);
  return authorization && execution && { verb, authorization, apiKeyRequired, ...execution };
}

/** API Gateway allows one name for the parameter below a resource. */
function refuseSiblingParameters(resources: readonly ApiResource[], problems: Problems): void {
  const names = new Map<string, string>();
  for (const { template, segments } of resources) {
    let parent = "";
    for (const segment of segments) {
      const shape = segment.kind === "static" ? segment.text : `{${segment.kind}}`;
      parent = `${parent}/${shape}`;
      if (segment.kind === "static") continue;
      const name = names.get(parent) ?? segment.name;
      names.set(parent, name);
      if (name !== segment.name) {
        problems.add(
          `paths.${template}`,
          `expected the parameter \`${name}\` as in its siblings, came \`${segment.name}\``,
        );
      }
    }
  }
}

/** The same template has the same id at every start. */
function resourceId(template: string): string {
  return createHash("sha256").update(template).digest("hex").slice(0, 6);
}
