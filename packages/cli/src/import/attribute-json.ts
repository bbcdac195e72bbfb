/**
 * DynamoDB JSON, as exports and the AWS CLI write items: each value stands under the name of its type.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
import { isRecord } from "./json-value.ts";

type Read = (value: unknown) => unknown;

const TYPES: { readonly [type: string]: Read } = {
  S: (value) => expectType(typeof value === "string", value),
  N: (value) => expectType(typeof value === "string" && Number.isFinite(Number(value)), Number(value)),
  BOOL: (value) => expectType(typeof value === "boolean", value),
  NULL: () => null,
  L: (value) => (Array.isArray(value) ? value.map(fromAttribute) : expectType(false, value)),
  M: (value) => (isRecord(value) ? fromAttributes(value) : expectType(false, value)),
  SS: (value) => expectType(Array.isArray(value), value),
};

/** Whether an item is written with the types of its values. */
export function hasTypes(item: Record<string, unknown>): boolean {
  const values = Object.values(item);
  return values.length > 0 && values.every(isTyped);
}

function isTyped(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [type, ...rest] = Object.keys(value);
  return type !== undefined && rest.length === 0 && (Object.hasOwn(TYPES, type) || type === "B");
}

/** Reads an item. @throws TypeError for what JSON cannot say */
export function fromAttributes(item: Record<string, unknown>): Record<string, unknown> {
  // fromEntries defines own properties, so that a key `__proto__` stays a key
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, fromAttribute(value)]));
}

function fromAttribute(value: unknown): unknown {
  const [type = "", ...rest] = isRecord(value) ? Object.keys(value) : [];
  const read = Object.hasOwn(TYPES, type) && rest.length === 0 ? TYPES[type] : undefined;
  if (!read || !isRecord(value))
    throw new TypeError("expected one value under the name of its DynamoDB type");
  return read(value[type]);
}

function expectType(isOfType: boolean, value: unknown): unknown {
  if (isOfType) return value;
  throw new TypeError("expected a value of the DynamoDB type that it stands under");
}
