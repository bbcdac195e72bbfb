/** Members of a file's objects. What is not of its form is added to the problems. */
import { describe, type Problems } from "../definition/problems.ts";
import { isRecord } from "../record.ts";

type ReadItem<Item> = (value: Record<string, unknown>, at: string, problems: Problems) => Item;

export function readList<Item>(
  parent: Record<string, unknown>,
  name: string,
  at: string,
  problems: Problems,
  readItem: ReadItem<Item>,
): Item[] {
  const list = Object.hasOwn(parent, name) ? parent[name] : [];
  const inside = at === "" ? name : `${at}.${name}`;
  if (!Array.isArray(list)) {
    problems.add(inside, `expected a list, came ${describe(list)}`);
    return [];
  }
  return list.flatMap((item: unknown, index) => {
    if (isRecord(item)) return [readItem(item, `${inside}.${index}`, problems)];
    problems.add(`${inside}.${index}`, "expected an object, came none");
    return [];
  });
}

export function readText(
  parent: Record<string, unknown>,
  name: string,
  at: string,
  pattern: RegExp,
  expected: string,
  problems: Problems,
): string {
  const value = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (typeof value === "string" && pattern.test(value)) return value;
  problems.add(`${at}.${name}`, `expected ${expected}, came ${describe(value)}`);
  return "";
}

export function readTexts(
  parent: Record<string, unknown>,
  name: string,
  at: string,
  problems: Problems,
): string[] {
  const list = Object.hasOwn(parent, name) ? parent[name] : [];
  if (Array.isArray(list) && list.every((each) => typeof each === "string")) return list;
  problems.add(`${at}.${name}`, `expected a list of texts, came ${describe(list)}`);
  return [];
}

export function readTags(
  parent: Record<string, unknown>,
  at: string,
  problems: Problems,
): Record<string, string> {
  const tags = Object.hasOwn(parent, "tags") ? parent.tags : {};
  if (isRecord(tags)) {
    const entries = Object.entries(tags).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    if (entries.length === Object.keys(tags).length) return Object.fromEntries(entries);
  }
  problems.add(`${at}.tags`, "expected an object of texts");
  return {};
}
