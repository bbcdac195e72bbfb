/**
 * Integrations of HTTP APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
import { isHttpMethod, type Segment } from "@lychgate/policy";
import { describe, member, type Problems, refuseUnknown } from "../../definition/problems.ts";
import { readEndpoint } from "../../integration/read-endpoint.ts";
import { fillStageVariables } from "../../integration/read-stage-variables.ts";
import { readTimeout } from "../../integration/read-timeout.ts";
import { isRecord } from "../../record.ts";
import type { HttpApiEndpoint, HttpApiFunction, HttpApiIntegration } from "../http-api-definition.ts";
import { readHttpFunctionName } from "./read-http-function-name.ts";
import { readPayloadFormatVersion } from "./read-payload-format-version.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_TIMEOUT = 30_000;

const MEMBERS = [
  "type",
  "uri",
  "httpMethod",
  "payloadFormatVersion",
  "timeoutInMillis",
  "connectionType",
  // The role that API Gateway assumes to invoke the function; there is none to assume here.
  "credentials",
];

const PARAMETER_MAPPING = "parameter mapping is not supported here";

const REASONS = {
  connectionId: "VPC links are not supported here",
  integrationSubtype: "integrations with AWS services are not supported here",
  requestParameters: PARAMETER_MAPPING,
  responseParameters: PARAMETER_MAPPING,
  tlsConfig: "it belongs to VPC links, which are not supported here",
};

/** What an integration is read with. */
export interface HttpIntegrationPlace {
  readonly document: unknown;
  readonly stageVariables: ReadonlyMap<string, string>;
  /** The route's; `undefined` where the path is not a template. */
  readonly segments: readonly Segment[] | undefined;
}

export function readHttpIntegration(
  given: unknown,
  place: HttpIntegrationPlace,
  at: string,
  problems: Problems,
): HttpApiIntegration | undefined {
  const integration = referredTo(given, place.document, at, problems);
  if (!isRecord(integration))
    return problems.add(at, `expected an integration, came ${describe(integration)}`);
  refuseUnknown(integration, MEMBERS, at, problems, REASONS);
  const connectionType = member(integration, "connectionType") ?? "INTERNET";
  if (connectionType !== "INTERNET")
    problems.add(`${at}.connectionType`, `expected \`INTERNET\`, came ${describe(connectionType)}`);
  const timeout = readTimeout(member(integration, "timeoutInMillis"), at, problems, MAX_TIMEOUT);
  const type = String(member(integration, "type")).toLowerCase();
  if (type === "aws_proxy") return readFunction(integration, place, timeout, at, problems);
  if (type === "http_proxy") return readHttpEndpoint(integration, place, timeout, at, problems);
  return problems.add(
    `${at}.type`,
    `expected \`aws_proxy\` or \`http_proxy\`, came ${describe(member(integration, "type"))}`,
  );
}

/**
 * An integration may stand among the components.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integrations.html
 */
function referredTo(given: unknown, document: unknown, at: string, problems: Problems): unknown {
  const reference = member(given, "$ref");
  if (reference === undefined) return given;
  const [, name = ""] =
    /^#\/components\/x-amazon-apigateway-integrations\/([^/]+)$/.exec(String(reference)) ?? [];
  const found = member(member(member(document, "components"), "x-amazon-apigateway-integrations"), name);
  if (found === undefined) problems.add(`${at}.$ref`, "expected an integration of the components, came none");
  return found ?? given;
}

function readFunction(
  integration: Record<string, unknown>,
  { stageVariables }: HttpIntegrationPlace,
  timeoutInMillis: number | undefined,
  at: string,
  problems: Problems,
): HttpApiFunction | undefined {
  const httpMethod = member(integration, "httpMethod") ?? "POST";
  if (httpMethod !== "POST")
    problems.add(`${at}.httpMethod`, `expected \`POST\`, came ${describe(httpMethod)}`);
  const uri = fillStageVariables(member(integration, "uri"), stageVariables, `${at}.uri`, problems);
  const functionName = readHttpFunctionName(uri, `${at}.uri`, problems);
  const payloadFormatVersion = readPayloadFormatVersion(
    member(integration, "payloadFormatVersion"),
    `${at}.payloadFormatVersion`,
    problems,
  );
  if (functionName === undefined || !payloadFormatVersion || timeoutInMillis === undefined) return undefined;
  return { type: "AWS_PROXY", functionName, payloadFormatVersion, timeoutInMillis };
}

function readHttpEndpoint(
  integration: Record<string, unknown>,
  place: HttpIntegrationPlace,
  timeoutInMillis: number | undefined,
  at: string,
  problems: Problems,
): HttpApiEndpoint | undefined {
  const version = member(integration, "payloadFormatVersion") ?? "1.0";
  if (version !== "1.0" && version !== 1)
    problems.add(`${at}.payloadFormatVersion`, `expected \`1.0\`, came ${describe(version)}`);
  const method = member(integration, "httpMethod");
  const httpMethod = typeof method === "string" ? method.toUpperCase() : "";
  if (httpMethod !== "ANY" && !isHttpMethod(httpMethod))
    return problems.add(`${at}.httpMethod`, `expected a verb or \`ANY\`, came ${describe(method)}`);
  const uri = fillStageVariables(member(integration, "uri"), place.stageVariables, `${at}.uri`, problems);
  if (typeof uri !== "string")
    return problems.add(`${at}.uri`, `expected an HTTP URI, came ${describe(uri)}`);
  // AWS's example writes a greedy parameter of the path with its plus.
  const endpoint = readEndpoint(uri.replace(/\+\}/g, "}"), `${at}.uri`, problems);
  if (!endpoint || timeoutInMillis === undefined) return undefined;
  const known = (place.segments ?? []).flatMap((segment) =>
    segment.kind === "static" ? [] : [segment.name],
  );
  for (const name of endpoint.path.filter((_, index) => index % 2 === 1)) {
    if (!known.includes(name))
      problems.add(`${at}.uri`, `expected a parameter of the route's path, came \`${name}\``);
  }
  return { type: "HTTP_PROXY", httpMethod, endpoint, timeoutInMillis };
}
