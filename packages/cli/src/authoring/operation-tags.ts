/** The tags that the operations of a repository's contracts carry in OpenAPI. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HTTP_METHODS } from "@lychgate/policy";
import { parse as parseYaml } from "yaml";
import { isRecord } from "../import/json-value.ts";

/** Tag → the names of its operations, `GET /petstore/v1/pets`. The contracts have been read once already. */
export function operationTags(root: string, contracts: readonly string[]): Map<string, Set<string>> {
  const tags = new Map<string, Set<string>>();
  for (const name of contracts) {
    const document: unknown = parseYaml(readFileSync(join(root, name), "utf8"));
    const paths = isRecord(document) && isRecord(document.paths) ? document.paths : {};
    for (const [template, item] of Object.entries(paths)) {
      for (const [method, tag] of tagsOf(item)) {
        tags.set(tag, (tags.get(tag) ?? new Set()).add(`${method} ${template}`));
      }
    }
  }
  return tags;
}

function tagsOf(item: unknown): [string, string][] {
  if (!isRecord(item)) return [];
  return HTTP_METHODS.flatMap((method) => {
    const operation = item[method.toLowerCase()] ?? item["x-amazon-apigateway-any-method"];
    const tags = isRecord(operation) && Array.isArray(operation.tags) ? operation.tags : [];
    return tags.filter((tag) => typeof tag === "string").map((tag): [string, string] => [method, tag]);
  });
}
