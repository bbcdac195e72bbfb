/**
 * What a function returned, as a response; `undefined` when it is malformed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
import type { GatewayResponse } from "../../gateway-message.ts";
import { type HeaderField, isSendable } from "../../header.ts";
import { readProxyResponse } from "../../proxy-response.ts";
import { isRecord } from "../../record.ts";

/** What a response has that does not say its type, as AWS's own test tool has measured. */
const TEXT_TYPE = "text/plain; charset=utf-8";

/** Format 1.0. The status has to be there, as AWS's own test tool has measured. */
export function readResponse1(result: unknown): GatewayResponse | undefined {
  if (!isRecord(result) || result.statusCode == null) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result;
  return readProxyResponse(
    { statusCode, headers, multiValueHeaders, body, isBase64Encoded },
    true,
    TEXT_TYPE,
  );
}

/** Format 2.0. What has no status is the body. */
export function readResponse2(result: unknown): GatewayResponse | undefined {
  if (!isRecord(result) || result.statusCode === undefined) return inferred(result);
  const { statusCode, headers, body, isBase64Encoded, cookies } = result;
  const response = readProxyResponse({ statusCode, headers, body, isBase64Encoded }, true, TEXT_TYPE);
  const set = readCookies(cookies);
  return response && set && { ...response, headers: [...response.headers, ...set] };
}

function inferred(result: unknown): GatewayResponse {
  const body = typeof result === "string" ? result : JSON.stringify(result);
  return { status: 200, headers: [["Content-Type", "application/json"]], body: Buffer.from(body) };
}

function readCookies(cookies: unknown): HeaderField[] | undefined {
  if (cookies == null) return [];
  if (!Array.isArray(cookies)) return undefined;
  const fields = cookies.map((cookie) => ["Set-Cookie", cookie] as const);
  return fields.every(isCookie) ? [...fields] : undefined;
}

function isCookie(field: readonly [string, unknown]): field is HeaderField {
  const [name, value] = field;
  return typeof value === "string" && isSendable([name, value]);
}
