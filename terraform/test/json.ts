import { isJsonObject, type JsonObject } from "../src/contract-document.ts";

/** Parses text that must be a JSON object. */
export function parse(text: unknown): JsonObject {
  const value: unknown = JSON.parse(String(text));
  if (!isJsonObject(value)) throw new Error("expected a JSON object");
  return value;
}

/** The entries that are objects. */
export function entriesOf(value: unknown): [string, JsonObject][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]): [string, JsonObject][] =>
    isJsonObject(each) ? [[key, each]] : [],
  );
}
