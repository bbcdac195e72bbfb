/**
 * HTTP proxy integrations.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
import { isHttpMethod } from "@lychgate/policy";
import type {
  ContentHandling,
  HttpEndpoint,
  HttpProxyIntegration,
  MappedParameter,
} from "../api-definition.ts";
import {
  describe,
  HTTP_API_MEMBERS,
  member,
  members,
  type Problems,
  refuseUnknown,
} from "../definition/problems.ts";
import { isSendable } from "../header.ts";
import type { IntegrationPlace } from "./integration-place.ts";
import { readEndpoint } from "./read-endpoint.ts";
import { readRequestSource } from "./read-mapping.ts";
import { fillStageVariables } from "./read-stage-variables.ts";
import { readTimeout } from "./read-timeout.ts";

const MEMBERS = [
  "type",
  "uri",
  "httpMethod",
  "connectionType",
  "contentHandling",
  "requestParameters",
  "timeoutInMillis",
  // A proxy passes everything through and maps no response; API Gateway takes these two and makes nothing of them.
  "passthroughBehavior",
  "responses",
];

/** Headers that API Gateway does not let a mapping set. */
const NOT_MAPPED = new Set([
  "content-length",
  "transfer-encoding",
  "x-amzn-apigateway-api-id",
  "x-amzn-trace-id",
]);

export function readHttpProxy(
  integration: Record<string, unknown>,
  place: IntegrationPlace,
  at: string,
  problems: Problems,
): HttpProxyIntegration | undefined {
  refuseUnknown(integration, MEMBERS, at, problems, HTTP_API_MEMBERS);
  const connectionType = member(integration, "connectionType") ?? "INTERNET";
  if (connectionType !== "INTERNET")
    problems.add(`${at}.connectionType`, `expected \`INTERNET\`, came ${describe(connectionType)}`);
  const endpoint = readUri(member(integration, "uri"), place, `${at}.uri`, problems);
  const httpMethod = readHttpMethod(member(integration, "httpMethod"), at, problems);
  const contentHandling = readContentHandling(member(integration, "contentHandling"), at, problems);
  const timeoutInMillis = readTimeout(member(integration, "timeoutInMillis"), at, problems);
  const parameters = readParameters(integration, place, `${at}.requestParameters`, problems);
  if (!endpoint || httpMethod === undefined || timeoutInMillis === undefined) return undefined;
  expectMapped(endpoint, parameters, `${at}.uri`, problems);
  return {
    type: "HTTP_PROXY",
    endpoint,
    httpMethod,
    parameters,
    timeoutInMillis,
    ...(contentHandling && { contentHandling }),
  };
}

function readUri(
  uri: unknown,
  { stageVariables }: IntegrationPlace,
  at: string,
  problems: Problems,
): HttpEndpoint | undefined {
  if (typeof uri !== "string") return problems.add(at, `expected an HTTP URI, came ${describe(uri)}`);
  const before = problems.lines.length;
  const filled = fillStageVariables(uri, stageVariables, at, problems);
  return problems.lines.length === before ? readEndpoint(filled, at, problems) : undefined;
}

function readHttpMethod(method: unknown, at: string, problems: Problems): string | undefined {
  const verb = typeof method === "string" ? method.toUpperCase() : "";
  if (verb === "ANY" || isHttpMethod(verb)) return verb;
  return problems.add(`${at}.httpMethod`, `expected a verb or \`ANY\`, came ${describe(method)}`);
}

function readContentHandling(handling: unknown, at: string, problems: Problems): ContentHandling | undefined {
  if (handling === undefined || handling === "CONVERT_TO_TEXT" || handling === "CONVERT_TO_BINARY")
    return handling;
  return problems.add(
    `${at}.contentHandling`,
    `expected \`CONVERT_TO_TEXT\` or \`CONVERT_TO_BINARY\`, came ${describe(handling)}`,
  );
}

function readParameters(
  integration: Record<string, unknown>,
  { stageVariables, parameters }: IntegrationPlace,
  at: string,
  problems: Problems,
): MappedParameter[] {
  return members(member(integration, "requestParameters"), at, problems).flatMap(([key, expression]) => {
    const target = readTarget(key);
    const source = readRequestSource(expression, stageVariables, parameters);
    if (!target)
      problems.add(`${at}.${key}`, "expected `integration.request.{header|path|querystring}.{name}`");
    else if (typeof source === "string") problems.add(`${at}.${key}`, source);
    else return [{ ...target, source }];
    return [];
  });
}

function readTarget(key: string): Pick<MappedParameter, "in" | "name"> | undefined {
  const [, place, name = ""] = /^integration\.request\.(header|path|querystring)\.(.+)$/.exec(key) ?? [];
  if (place === "path" || place === "querystring") return { in: place, name };
  const isAllowed = isSendable([name, ""]) && !NOT_MAPPED.has(name.toLowerCase());
  return place === "header" && isAllowed ? { in: place, name } : undefined;
}

/** API Gateway would send a parameter that is not mapped as it stands in the URI, with its braces. */
function expectMapped(
  { path }: HttpEndpoint,
  parameters: readonly MappedParameter[],
  at: string,
  problems: Problems,
): void {
  const mapped = new Set(parameters.filter((each) => each.in === "path").map(({ name }) => name));
  for (const name of path.filter((_, index) => index % 2 === 1)) {
    if (!mapped.has(name))
      problems.add(
        at,
        `expected \`integration.request.path.${name}\` among the requestParameters, came none`,
      );
  }
}
