/**
 * Integrations of operations.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
import type { Integration, ProxyIntegration } from "../api-definition.ts";
import type { IntegrationPlace } from "../integration/integration-place.ts";
import { readHttpProxy } from "../integration/read-http-proxy.ts";
import { readMock } from "../integration/read-mock.ts";
import { fillStageVariables } from "../integration/read-stage-variables.ts";
import { readTimeout } from "../integration/read-timeout.ts";
import { isRecord } from "../record.ts";
import { describe, HTTP_API_MEMBERS, member, type Problems, refuseUnknown } from "./problems.ts";
import { readFunctionName } from "./read-function-name.ts";

const MEMBERS = [
  "type",
  "uri",
  "httpMethod",
  "timeoutInMillis",
  "connectionType",
  "contentHandling",
  // API Gateway takes these three and makes nothing of them where the integration is a proxy to a function.
  "credentials",
  "passthroughBehavior",
  "responses",
];

type Read = (
  integration: Record<string, unknown>,
  place: IntegrationPlace,
  at: string,
  problems: Problems,
) => Integration | undefined;

const READERS: ReadonlyMap<unknown, Read> = new Map<unknown, Read>([
  ["aws_proxy", readFunctionProxy],
  ["http_proxy", readHttpProxy],
  ["mock", readMock],
]);

export function readIntegration(
  integration: unknown,
  place: IntegrationPlace,
  at: string,
  problems: Problems,
): Integration | undefined {
  if (!isRecord(integration))
    return problems.add(at, `expected an integration, came ${describe(integration)}`);
  const type = member(integration, "type");
  const read = READERS.get(typeof type === "string" ? type.toLowerCase() : type);
  if (read) return read(integration, place, at, problems);
  return problems.add(
    `${at}.type`,
    `expected \`aws_proxy\`, \`http_proxy\` or \`mock\`, came ${describe(type)}`,
  );
}

function readFunctionProxy(
  integration: Record<string, unknown>,
  { stageVariables }: IntegrationPlace,
  at: string,
  problems: Problems,
): ProxyIntegration | undefined {
  refuseUnknown(integration, MEMBERS, at, problems, HTTP_API_MEMBERS);
  expectOneOf(integration, "httpMethod", ["POST"], at, problems);
  expectOneOf(integration, "connectionType", ["INTERNET", undefined], at, problems);
  expectOneOf(integration, "contentHandling", ["CONVERT_TO_TEXT", undefined], at, problems);
  const uri = fillStageVariables(member(integration, "uri"), stageVariables, `${at}.uri`, problems);
  const functionName = readFunctionName(uri, `${at}.uri`, problems);
  const timeoutInMillis = readTimeout(member(integration, "timeoutInMillis"), at, problems);
  if (functionName === undefined || timeoutInMillis === undefined) return undefined;
  return { type: "AWS_PROXY", functionName, timeoutInMillis };
}

function expectOneOf(
  integration: Record<string, unknown>,
  key: string,
  expected: readonly (string | undefined)[],
  at: string,
  problems: Problems,
): void {
  const value = member(integration, key);
  if (expected.some((each) => each === value)) return;
  problems.add(`${at}.${key}`, `expected \`${expected[0]}\`, came ${describe(value)}`);
}
