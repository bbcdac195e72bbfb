/** The condition keys of a request, as far as an authorizer's event tells them. */
import { parseIp } from "@lychgate/policy";
import type { EventKind } from "./event-kind.ts";
import { headerValues } from "./event-values.ts";
import { isRecord, recordIn, type UnknownRecord } from "./record.ts";

/** What a request has for a condition key: a value, or none; `undefined` where nobody can say. */
export type ConditionValue = { value?: string } | undefined;

type Read = (event: UnknownRecord, now: number) => ConditionValue;

const ABSENT: ConditionValue = Object.freeze({});

/** By the key's name in lower case. */
const ALWAYS_KNOWN = new Map<string, Read>([
  ["aws:currenttime", (_, now) => ({ value: new Date(now).toISOString() })],
  ["aws:epochtime", (_, now) => ({ value: String(Math.floor(now / 1000)) })],
  ["aws:securetransport", () => ({ value: "true" })],
]);

const IN_REQUEST = new Map<string, Read>([
  ["aws:sourceip", ({ requestContext }) => sourceIp(recordIn(recordIn(requestContext).identity))],
  ["aws:useragent", (event) => header(event, "user-agent")],
  ["aws:referer", (event) => header(event, "referer")],
]);

const IN_HTTP_REQUEST = new Map<string, Read>([
  ["aws:sourceip", ({ requestContext }) => sourceIp(recordIn(recordIn(requestContext).http))],
  ["aws:useragent", ({ requestContext }) => text(recordIn(recordIn(requestContext).http).userAgent)],
  ["aws:referer", (event) => header(event, "referer")],
]);

/** A TOKEN event holds the token and the method, and nothing else of the request. */
const BY_KIND: Readonly<Record<EventKind, ReadonlyMap<string, Read>>> = {
  TOKEN: new Map(),
  REQUEST: IN_REQUEST,
  "1.0": IN_REQUEST,
  "2.0": IN_HTTP_REQUEST,
  $connect: IN_REQUEST,
};

/**
 * Reads what a request has for a condition key.
 * @param key in lower case
 * @param now the current time in epoch milliseconds
 */
export function conditionValue(
  event: UnknownRecord,
  kind: EventKind,
  key: string,
  now: number,
): ConditionValue {
  const read = ALWAYS_KNOWN.get(key) ?? BY_KIND[kind].get(key);
  return read?.(event, now);
}

/** What came through a VPC endpoint has no address of the internet, but keys that no event tells. */
function sourceIp({ sourceIp: address, vpceId }: UnknownRecord): ConditionValue {
  if (typeof vpceId === "string" || typeof address !== "string" || !parseIp(address)) return undefined;
  return { value: address };
}

/** AWS does not say which value of a header that came twice is the key's. */
function header(event: UnknownRecord, name: string): ConditionValue {
  if (!isRecord(event.headers) && !isRecord(event.multiValueHeaders)) return undefined;
  const [value, ...others] = headerValues(event, name);
  if (others.length > 0) return undefined;
  return value === undefined ? ABSENT : text(value);
}

function text(value: unknown): ConditionValue {
  return typeof value === "string" && value !== "" ? { value } : undefined;
}
