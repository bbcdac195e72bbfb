/**
 * DynamoDB's attribute values as JSON, for items that hold their policy as a map.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** DynamoDB keeps 38 digits, a JSON reader 15 of them for certain. */
const CERTAIN_DIGITS = 15;

/**
 * Reads an attribute value that JSON can say. A map's keys come out sorted, because DynamoDB keeps no order
 * and the text, with it the revision, has to be the same at each read.
 * @throws TypeError on sets, binaries and numbers that would lose digits
 */
export function toJson(value: AttributeValue): JsonValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return toNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.L !== undefined) return value.L.map(toJson);
  if (value.M !== undefined) return toObject(value.M);
  throw new TypeError(`expected a value that JSON can say, came the type \`${Object.keys(value).join()}\``);
}

function toObject(map: Record<string, AttributeValue>): { [key: string]: JsonValue } {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  // fromEntries defines own properties, so that a key `__proto__` stays a key
  return Object.fromEntries(entries.map(([key, value]) => [key, toJson(value)]));
}

function toNumber(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || text.replace(/\D/g, "").length > CERTAIN_DIGITS) {
    throw new TypeError(`expected a number of at most ${CERTAIN_DIGITS} digits, came one of another kind`);
  }
  return number;
}
