/**
 * Customised gateway responses.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html
 */
import type { CustomGatewayResponse, ResponseParameter } from "../api-definition.ts";
import { type GatewayResponseType, isGatewayResponseType } from "../gateway-response-type.ts";
import { isSendable } from "../header.ts";
import { isRecord } from "../record.ts";
import { isRequestVariable } from "../request-variable.ts";
import { describe, member, members, type Problems, refuseUnknown } from "./problems.ts";

const AT = "x-amazon-apigateway-gateway-responses";

export function readGatewayResponses(
  responses: unknown,
  problems: Problems,
): Map<GatewayResponseType, CustomGatewayResponse> {
  const read = new Map<GatewayResponseType, CustomGatewayResponse>();
  for (const [type, response] of members(responses, AT, problems)) {
    const at = `${AT}.${type}`;
    if (!isGatewayResponseType(type)) problems.add(at, "expected a gateway response type");
    else if (type === "REQUEST_TOO_LARGE")
      problems.add(at, "API Gateway does not let this type be customised");
    else if (!isRecord(response)) problems.add(at, `expected an object, came ${describe(response)}`);
    else read.set(type, readResponse(response, at, problems));
  }
  return read;
}

function readResponse(
  response: Record<string, unknown>,
  at: string,
  problems: Problems,
): CustomGatewayResponse {
  refuseUnknown(response, ["statusCode", "responseParameters", "responseTemplates"], at, problems);
  const status = readStatus(member(response, "statusCode"), `${at}.statusCode`, problems);
  return {
    headers: readHeaders(member(response, "responseParameters"), `${at}.responseParameters`, problems),
    templates: readTemplates(member(response, "responseTemplates"), `${at}.responseTemplates`, problems),
    ...(status !== undefined && { status }),
  };
}

function readStatus(statusCode: unknown, at: string, problems: Problems): number | undefined {
  if (statusCode === undefined) return undefined;
  if (/^[2-5][0-9]{2}$/.test(String(statusCode))) return Number(statusCode);
  return problems.add(at, `expected a status from 200 to 599, came ${describe(statusCode)}`);
}

function readHeaders(parameters: unknown, at: string, problems: Problems): Map<string, ResponseParameter> {
  const headers = new Map<string, ResponseParameter>();
  for (const [key, value] of members(parameters, at, problems)) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(key)?.[1];
    const parameter = typeof value === "string" ? readParameter(value) : undefined;
    if (name === undefined || !isSendable([name, ""])) {
      problems.add(`${at}.${key}`, "expected `gatewayresponse.header.{name}`");
    } else if (parameter === undefined) {
      problems.add(`${at}.${key}`, `expected \`'text'\` or a request variable, came ${describe(value)}`);
    } else headers.set(name, parameter);
  }
  return headers;
}

function readParameter(text: string): ResponseParameter | undefined {
  const value = /^'(.*)'$/.exec(text)?.[1];
  if (value !== undefined) return isSendable(["x", value]) ? { kind: "static", value } : undefined;
  return isRequestVariable(text) ? { kind: "variable", name: text } : undefined;
}

function readTemplates(templates: unknown, at: string, problems: Problems): Map<string, string> {
  const read = new Map<string, string>();
  for (const [contentType, template] of members(templates, at, problems)) {
    if (typeof template === "string" && isSendable(["Content-Type", contentType]))
      read.set(contentType, template);
    else problems.add(`${at}.${contentType}`, `expected a template, came ${describe(template)}`);
  }
  return read;
}
