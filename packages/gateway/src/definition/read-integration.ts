/**
 * Integrations of operations.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
import type { ProxyIntegration } from "../api-definition.ts";
import { isRecord } from "../record.ts";
import { describe, member, type Problems, refuseUnknown } from "./problems.ts";
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

const MIN_TIMEOUT = 50;
const MAX_TIMEOUT = 29_000;

export function readIntegration(
  integration: unknown,
  at: string,
  problems: Problems,
): ProxyIntegration | undefined {
  if (!isRecord(integration))
    return problems.add(at, `expected an integration, came ${describe(integration)}`);
  const type = member(integration, "type");
  if (typeof type !== "string" || type.toLowerCase() !== "aws_proxy") {
    return problems.add(`${at}.type`, `expected \`aws_proxy\`, came ${describe(type)}`);
  }
  refuseUnknown(integration, MEMBERS, at, problems);
  expectOneOf(integration, "httpMethod", ["POST"], at, problems);
  expectOneOf(integration, "connectionType", ["INTERNET", undefined], at, problems);
  expectOneOf(integration, "contentHandling", ["CONVERT_TO_TEXT", undefined], at, problems);
  const functionName = readFunctionName(member(integration, "uri"), `${at}.uri`, problems);
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

function readTimeout(timeout: unknown, at: string, problems: Problems): number | undefined {
  if (timeout === undefined) return MAX_TIMEOUT;
  const isInRange = typeof timeout === "number" && timeout >= MIN_TIMEOUT && timeout <= MAX_TIMEOUT;
  if (isInRange && Number.isInteger(timeout)) return timeout;
  return problems.add(
    `${at}.timeoutInMillis`,
    `expected an integer from ${MIN_TIMEOUT} to ${MAX_TIMEOUT}, came ${describe(timeout)}`,
  );
}
