/**
 * What a function of a Lambda proxy integration returned, as a response.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
import type { GatewayResponse } from "./gateway-message.ts";
import { type HeaderField, isHopByHop, isSendable } from "./header.ts";
import { isRecord } from "./record.ts";

/** Every field may be absent; a field of another name makes the response malformed. */
const FIELDS = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/** Headers that the gateway sets itself. */
const OWN_HEADERS = new Set(["content-length", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id"]);

/**
 * Reads a function's result; `undefined` when it is malformed.
 * @param binary whether a base64 body is decoded, which is so when the client accepts a binary media type
 * @param defaultType what a response has that does not say its type
 */
export function readProxyResponse(
  result: unknown,
  binary: boolean,
  defaultType = "application/json",
): GatewayResponse | undefined {
  if (!isRecord(result) || !Object.keys(result).every((key) => FIELDS.has(key))) return undefined;
  const status = readStatus(result.statusCode);
  const headers = readHeaders(result.headers, result.multiValueHeaders, defaultType);
  const { body, isBase64Encoded } = result;
  if (status === undefined || headers === undefined) return undefined;
  if (body != null && typeof body !== "string") return undefined;
  if (isBase64Encoded != null && typeof isBase64Encoded !== "boolean") return undefined;
  const encoding = isBase64Encoded && binary ? "base64" : "utf8";
  return { status, headers, body: Buffer.from(body ?? "", encoding) };
}

/** An integer or a numeric string, 200 unless given. An informational status cannot end a response. */
function readStatus(statusCode: unknown): number | undefined {
  if (statusCode == null) return 200;
  const isNumeric = typeof statusCode === "string" && /^[0-9]{3}$/.test(statusCode);
  if (typeof statusCode !== "number" && !isNumeric) return undefined;
  const status = Number(statusCode);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

/** Both maps as one list; where they give the same pair it stands once. */
function readHeaders(
  headers: unknown,
  multiValueHeaders: unknown,
  defaultType: string,
): HeaderField[] | undefined {
  const multi = readFields(multiValueHeaders, (value) => (Array.isArray(value) ? value : undefined));
  const single = readFields(headers, (value) => [value]);
  if (!multi || !single) return undefined;
  const pairs = new Set(multi.map(pairKey));
  const merged = [...multi, ...single.filter((field) => !pairs.has(pairKey(field)))].filter(
    ([name]) => !isHopByHop(name) && !OWN_HEADERS.has(name.toLowerCase()),
  );
  const hasType = merged.some(([name]) => name.toLowerCase() === "content-type");
  return hasType ? merged : [["Content-Type", defaultType], ...merged];
}

function pairKey([name, value]: HeaderField): string {
  return JSON.stringify([name.toLowerCase(), value]);
}

function readFields(
  map: unknown,
  listValues: (value: unknown) => readonly unknown[] | undefined,
): HeaderField[] | undefined {
  if (map == null) return [];
  if (!isRecord(map)) return undefined;
  const fields: HeaderField[] = [];
  for (const [name, value] of Object.entries(map)) {
    const texts = listValues(value)?.map(scalarText);
    if (!texts) return undefined;
    for (const text of texts) {
      if (text === undefined || !isSendable([name, text])) return undefined;
      fields.push([name, text]);
    }
  }
  return fields;
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
