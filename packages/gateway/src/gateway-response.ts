/**
 * Answers that the gateway gives itself, with what the API's author made of them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
import type { Api } from "./api.ts";
import type { CustomGatewayResponse, ResponseParameter } from "./api-definition.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayResponse } from "./gateway-message.ts";
import { builtInResponse, isGatewayResponseType, type ResponseType } from "./gateway-response-type.ts";
import { type HeaderField, isSendable } from "./header.ts";
import { type ResponseError, requestVariable } from "./request-variable.ts";

const JSON_TYPE = "application/json";
const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';

/** @param message replaces the type's own */
export function gatewayResponse(
  exchange: Exchange,
  api: Api,
  type: ResponseType,
  message?: string,
  validationErrorString?: string,
): GatewayResponse {
  const builtIn = builtInResponse(type);
  const custom = customResponse(type, builtIn.status, api);
  const error: ResponseError = {
    responseType: type,
    message: message ?? builtIn.message,
    ...(validationErrorString !== undefined && { validationErrorString }),
  };
  const [contentType, template] = chooseTemplate(custom, builtIn.template ?? DEFAULT_TEMPLATE);
  const headers: HeaderField[] = [
    ["Content-Type", contentType],
    ["x-amzn-RequestId", exchange.requestId],
    ["x-amz-apigw-id", exchange.extendedRequestId],
    ["x-amzn-ErrorType", builtIn.errorType],
  ];
  return {
    status: custom?.status ?? statusOf(type, builtIn.status, api),
    headers: overrideHeaders(headers, customHeaders(custom, exchange, api, error)),
    body: Buffer.from(substitute(template, exchange, api, error)),
  };
}

/** The documented status, unless an option says what has been observed. */
function statusOf(type: ResponseType, documented: number, { options }: Api): number {
  return type === "INTEGRATION_FAILURE" ? options.integrationFailureStatus : documented;
}

/** The type's own customisation, else that of its class. `REQUEST_TOO_LARGE` cannot be customised. */
function customResponse(
  type: ResponseType,
  status: number,
  { definition }: Api,
): CustomGatewayResponse | undefined {
  if (!isGatewayResponseType(type) || type === "REQUEST_TOO_LARGE") return undefined;
  const { gatewayResponses } = definition;
  return gatewayResponses.get(type) ?? gatewayResponses.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
}

function chooseTemplate(
  custom: CustomGatewayResponse | undefined,
  fallback: string,
): readonly [string, string] {
  const json = custom?.templates.get(JSON_TYPE);
  if (json !== undefined) return [JSON_TYPE, json];
  const [first] = custom?.templates ?? [];
  return first ?? [JSON_TYPE, fallback];
}

/**
 * A template's variables are replaced as they stand; it is no VTL. A variable without a value is empty.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
function substitute(template: string, exchange: Exchange, api: Api, error: ResponseError): string {
  return template.replace(
    /\$((?:context|stageVariables|method\.request)(?:\.[A-Za-z0-9_-]+)+)/g,
    (_, name: string) => requestVariable(name, exchange, api, error) ?? "",
  );
}

/** A value that cannot stand in a header, such as one with a line break, leaves the header out. */
function customHeaders(
  custom: CustomGatewayResponse | undefined,
  exchange: Exchange,
  api: Api,
  error: ResponseError,
): HeaderField[] {
  const textOf = (parameter: ResponseParameter) =>
    parameter.kind === "static" ? parameter.value : requestVariable(parameter.name, exchange, api, error);
  return [...(custom?.headers ?? [])]
    .map(([name, parameter]) => [name, textOf(parameter) ?? "\n"] as const)
    .filter(isSendable);
}

function overrideHeaders(headers: readonly HeaderField[], custom: readonly HeaderField[]): HeaderField[] {
  const replaced = new Set(custom.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...custom];
}
