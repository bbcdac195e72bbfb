/** An OpenAPI document as data. */
import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { DeploymentError } from "./errors.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** An operation of a contract. */
export interface ContractOperation {
  id: string;
  /** In capitals. */
  method: string;
  path: string;
}

/** @see https://spec.openapis.org/oas/v3.0.3#path-item-object */
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

/**
 * Reads an OpenAPI document.
 * @throws DeploymentError `InvalidContract`
 */
export function readContractDocument(file: string, name: string): JsonObject {
  const document: unknown = parseYaml(readFileSync(file, "utf8"));
  if (isJsonObject(document) && isJsonObject(document.paths)) return document;
  throw new DeploymentError("InvalidContract", `${name}: expected an OpenAPI document with \`paths\``);
}

/** The operations of a document, in its order. */
export function operationsOf(document: JsonObject): ContractOperation[] {
  return objectsOf(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => Object.hasOwn(item, method)).map((method) => ({
      id: operationId(item[method], method, path),
      method: method.toUpperCase(),
      path,
    })),
  );
}

/** The document with every operation as `change` has it. */
export function mapOperations(
  document: JsonObject,
  change: (operation: JsonObject, which: ContractOperation) => JsonObject,
): JsonObject {
  const paths = objectsOf(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => {
        if (!isMethod(key) || !isJsonObject(value)) return [key, value];
        return [key, change(value, { id: operationId(value, key, path), method: key.toUpperCase(), path })];
      }),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

/** The document with every text, but no key, as `change` has it. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (isList(value)) return value.map((each) => mapTexts(each, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isMethod(key: string): key is (typeof METHODS)[number] {
  return METHODS.some((method) => method === key);
}

function objectsOf(value: Json | undefined): [string, JsonObject][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]): [string, JsonObject][] =>
    isJsonObject(each) ? [[key, each]] : [],
  );
}

function operationId(operation: Json | undefined, method: string, path: string): string {
  const id = isJsonObject(operation) ? operation.operationId : undefined;
  if (typeof id === "string" && /^\w{1,64}$/.test(id)) return id;
  throw new DeploymentError(
    "InvalidContract",
    `${method.toUpperCase()} ${path}: expected an \`operationId\` of letters and digits`,
  );
}
