import { describe, member, members, type Problems, refuseUnknown } from "../definition/problems.ts";
import { readFunctionName } from "../definition/read-function-name.ts";
import { readTimeout } from "../integration/read-timeout.ts";
import { isRecord } from "../record.ts";
import type { WebSocketIntegration } from "./web-socket-definition.ts";

const MEMBERS = [
  "description",
  "integrationType",
  "integrationUri",
  "integrationMethod",
  "timeoutInMillis",
  // The role that API Gateway assumes to invoke the function; there is none to assume here.
  "credentialsArn",
];

/** By their names; `undefined` for one that has a problem. */
export type WebSocketIntegrations = ReadonlyMap<string, WebSocketIntegration | undefined>;

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html */
export function readIntegrations(integrations: unknown, problems: Problems): WebSocketIntegrations {
  return new Map(
    members(integrations, "integrations", problems).map(([name, integration]) => [
      name,
      readIntegration(integration, `integrations.${name}`, problems),
    ]),
  );
}

function readIntegration(
  integration: unknown,
  at: string,
  problems: Problems,
): WebSocketIntegration | undefined {
  if (!isRecord(integration)) return problems.add(at, `expected an object, came ${describe(integration)}`);
  refuseUnknown(integration, MEMBERS, at, problems);
  const type = member(integration, "integrationType");
  if (type !== "AWS_PROXY") {
    return problems.add(`${at}.integrationType`, `expected \`AWS_PROXY\`, came ${describe(type)}`);
  }
  const method = member(integration, "integrationMethod") ?? "POST";
  if (method !== "POST") {
    return problems.add(`${at}.integrationMethod`, `expected \`POST\`, came ${describe(method)}`);
  }
  const functionName = readFunctionName(
    member(integration, "integrationUri"),
    `${at}.integrationUri`,
    problems,
  );
  const timeoutInMillis = readTimeout(member(integration, "timeoutInMillis"), at, problems);
  if (functionName === undefined || timeoutInMillis === undefined) return undefined;
  return { functionName, timeoutInMillis };
}
