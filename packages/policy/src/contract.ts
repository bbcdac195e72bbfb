/**
 * What this package needs to know of an API: which routes it serves. Read from an OpenAPI 3 document.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-any-method.html
 */
import { PolicyError } from "./errors.ts";
import { HTTP_METHODS, type HttpMethod, parseTemplate, type Segment } from "./path-template.ts";

/** A method of a resource: `GET /petstore/v1/pets/{petId}`. */
export interface Operation {
  method: HttpMethod;
  template: string;
  segments: readonly Segment[];
  summary?: string;
  /** Marked by `x-lychgate-sensitive: true`: whoever may do it newly deserves a second look. */
  sensitive?: true;
}

/** The routes of every API of a repository; a path belongs to one API. */
export interface Contract {
  operations: readonly Operation[];
}

const ANY_METHOD = "x-amazon-apigateway-any-method";
const SENSITIVE = "x-lychgate-sensitive";

/** An OpenAPI document and the name to call it in messages, usually its file. */
export interface ContractSource {
  name: string;
  document: unknown;
}

/**
 * Reads the operations of one or more OpenAPI documents, in the order in which they stand.
 * @throws PolicyError `InvalidContract` for what is not an OpenAPI 3 document, a path in two of them, or a mark that is
 *   neither true nor false
 */
export function readContract(sources: readonly ContractSource[]): Contract {
  const owners = new Map<string, string>();
  const operations = sources.flatMap((source) => {
    const paths = pathsOf(source);
    for (const template of Object.keys(paths)) claimPath(owners, template, source.name);
    return Object.entries(paths).flatMap(([template, item]) => operationsOf(source.name, template, item));
  });
  return { operations };
}

export function nameOfOperation(operation: Operation): string {
  return `${operation.method} ${operation.template}`;
}

function pathsOf({ name, document }: ContractSource): Record<string, unknown> {
  if (!isObject(document) || typeof document.openapi !== "string" || !document.openapi.startsWith("3.")) {
    throw new PolicyError("InvalidContract", `${name}: expected an OpenAPI 3 document`);
  }
  if (!isObject(document.paths)) throw new PolicyError("InvalidContract", `${name}: expected \`paths\``);
  return document.paths;
}

function claimPath(owners: Map<string, string>, template: string, name: string): void {
  // Parameters may be named differently in two documents and still serve the same paths.
  const shape = template.replace(/\{[^}]{1,130}\}/g, "{}");
  const owner = owners.get(shape);
  if (owner !== undefined) {
    throw new PolicyError("InvalidContract", `${name}: path \`${template}\` is also a path of ${owner}`);
  }
  owners.set(shape, name);
}

function operationsOf(name: string, template: string, item: unknown): Operation[] {
  if (!isObject(item)) throw new PolicyError("InvalidContract", `${name}: \`${template}\` is not an object`);
  const segments = parseTemplate(template);
  return HTTP_METHODS.flatMap((method): Operation[] => {
    const key = method.toLowerCase();
    const operation = Object.hasOwn(item, key) ? item[key] : item[ANY_METHOD];
    if (!isObject(operation)) return [];
    const summary = typeof operation.summary === "string" ? { summary: operation.summary } : {};
    const where = `${name}: \`${method} ${template}\``;
    return [{ method, template, segments, ...summary, ...sensitivityOf(where, operation) }];
  });
}

function sensitivityOf(where: string, operation: Record<string, unknown>): Pick<Operation, "sensitive"> {
  const mark = operation[SENSITIVE];
  if (mark === undefined || typeof mark === "boolean") return mark === true ? { sensitive: true } : {};
  throw new PolicyError("InvalidContract", `${where}: expected \`${SENSITIVE}\` to be true or false`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
