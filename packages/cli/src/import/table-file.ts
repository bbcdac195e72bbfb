/** An exported table of the shape of AWS's sample: items `{ group, policy }`. */
import { basename } from "node:path";
import { RESERVED_PREFIX } from "@lychgate/policy-store";
import { fromAttributes, hasTypes } from "./attribute-json.ts";
import type { ReadSource } from "./import-source.ts";
import { parseJson, readJsonValues } from "./json-file.ts";
import { isRecord, ownProperty } from "./json-value.ts";
import { isCompiledText } from "./policy-text.ts";

/**
 * Reads a table's items: plain or DynamoDB JSON, a list, one a line, an export's `{ "Item" }` lines or the
 * `{ "Items" }` of a scan.
 * @throws CliError `Usage` when the file is no JSON
 */
export function readTableFile(file: string): ReadSource[] {
  const origin = basename(file);
  return readJsonValues(file)
    .flatMap(itemsIn)
    .map((item, index) => readItem(item, origin, index))
    .filter(({ group }) => !group.startsWith(RESERVED_PREFIX));
}

function itemsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsIn);
  const items = ownProperty(value, "Items");
  if (Array.isArray(items)) return items;
  const item = ownProperty(value, "Item");
  return [item === undefined ? value : item];
}

function readItem(item: unknown, origin: string, index: number): ReadSource {
  try {
    const plain = isRecord(item) && hasTypes(item) ? fromAttributes(item) : item;
    return sourceOf(plain, origin, index);
  } catch (error) {
    const problem = error instanceof TypeError ? error.message : "expected an item of a table";
    const key = ownProperty(ownProperty(item, "group"), "S");
    return { group: typeof key === "string" ? key : `item ${index + 1}`, origin, problem };
  }
}

function sourceOf(item: unknown, origin: string, index: number): ReadSource {
  const group = ownProperty(item, "group");
  if (typeof group !== "string") {
    const problem = "expected an item with the properties `group` and `policy`";
    return { group: `item ${index + 1}`, origin, problem };
  }
  const policy = ownProperty(item, "policy");
  const document = typeof policy === "string" ? parseJson(policy) : policy;
  if (!isRecord(document))
    return { group, origin, problem: "expected `policy` to be a document or its JSON text" };
  const description = ownProperty(item, "description");
  const usageTier = ownProperty(item, "usageTier");
  return {
    group,
    origin,
    document,
    ...(typeof description === "string" && { description }),
    ...(typeof usageTier === "string" && { usageTier }),
    isCompiled: typeof policy === "string" && isCompiledText(policy, document),
  };
}
