/**
 * The JSON Schemas that API Gateway checks bodies with: draft 4, without what its import of OpenAPI drops or does
 * not know. On the keywords that remain, draft 4 and draft 7 say the same.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
import { describe, type Problems } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import { componentNamed, referencedName } from "./reference.ts";

/** What a keyword's value holds: schemas that are looked into, or nothing to look into. */
const KEYWORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    additionalProperties: "schemaOrBoolean",
    allOf: "schemas",
    anyOf: "schemas",
    default: "annotation",
    deprecated: "annotation",
    description: "annotation",
    enum: "value",
    example: "annotation",
    externalDocs: "annotation",
    items: "schema",
    maxLength: "value",
    maxProperties: "value",
    maximum: "value",
    minLength: "value",
    minProperties: "value",
    minimum: "value",
    multipleOf: "value",
    not: "schema",
    oneOf: "schemas",
    pattern: "value",
    patternProperties: "schemaMap",
    properties: "schemaMap",
    required: "value",
    title: "annotation",
    type: "value",
    uniqueItems: "value",
    xml: "annotation",
  }),
);

/** Keywords of OpenAPI whose loss would let a body pass that its author meant to refuse. */
const DROPPED: Readonly<Record<string, string>> = {
  discriminator: "API Gateway does not support it",
  exclusiveMaximum: "API Gateway does not support it",
  exclusiveMinimum: "API Gateway does not support it",
  maxItems: "API Gateway leaves it out of the validation",
  minItems: "API Gateway leaves it out of the validation",
  nullable: "draft 4 has no such keyword; `type` takes a list with `null`",
  readOnly: "API Gateway does not support it",
  writeOnly: "API Gateway does not support it",
};

/** Formats that draft 4 defines; whether API Gateway checks them is not documented. Others only inform. */
const CHECKED_FORMATS: readonly unknown[] = ["date-time", "email", "hostname", "ipv4", "ipv6", "uri"];

/** A schema that stands by itself: the components that it refers to are its definitions. */
export interface ModelSchema {
  readonly schema: Record<string, unknown>;
}

interface Walk {
  readonly document: unknown;
  readonly definitions: Map<string, unknown>;
  readonly problems: Problems;
}

/** Reads the schema of a body; every keyword that API Gateway does not honour is a problem. */
export function readModelSchema(
  document: unknown,
  schema: unknown,
  at: string,
  problems: Problems,
): ModelSchema | undefined {
  const before = problems.lines.length;
  const walk: Walk = { document, definitions: new Map(), problems };
  const root = readSchema(schema, at, walk);
  if (problems.lines.length > before || !isRecord(root)) return undefined;
  return { schema: { allOf: [root], definitions: Object.fromEntries(walk.definitions) } };
}

function readSchema(schema: unknown, at: string, walk: Walk): unknown {
  if (!isRecord(schema)) return walk.problems.add(at, `expected a schema, came ${describe(schema)}`);
  // What stands beside a reference does not count in draft 4.
  if (Object.hasOwn(schema, "$ref")) return readReference(schema.$ref, `${at}.$ref`, walk);
  const read = Object.entries(schema).map(
    ([keyword, value]) => [keyword, readKeyword(keyword, value, `${at}.${keyword}`, walk)] as const,
  );
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

function readReference(reference: unknown, at: string, walk: Walk): unknown {
  const name = referencedName(reference, "schemas");
  const component = name === undefined ? undefined : componentNamed(walk.document, "schemas", name);
  if (name === undefined || component === undefined) {
    return walk.problems.add(
      at,
      `expected \`#/components/schemas/{name}\` of this document, came ${describe(reference)}`,
    );
  }
  if (!walk.definitions.has(name)) {
    // A schema may refer to itself.
    walk.definitions.set(name, {});
    walk.definitions.set(name, readSchema(component, `components.schemas.${name}`, walk));
  }
  return { $ref: `#/definitions/${name}` };
}

function readKeyword(keyword: string, value: unknown, at: string, walk: Walk): unknown {
  if (keyword.startsWith("x-")) return undefined;
  if (keyword === "format") return readFormat(value, at, walk);
  if (Object.hasOwn(DROPPED, keyword)) return walk.problems.add(at, DROPPED[keyword] ?? "");
  const kind = KEYWORDS.get(keyword);
  if (kind === undefined) return walk.problems.add(at, "is no keyword of a model");
  return readValue(kind, value, at, walk);
}

function readFormat(format: unknown, at: string, walk: Walk): undefined {
  if (CHECKED_FORMATS.includes(format))
    walk.problems.add(at, `AWS does not document whether ${describe(format)} is checked`);
}

function readValue(kind: string, value: unknown, at: string, walk: Walk): unknown {
  if (kind === "annotation") return undefined;
  if (kind === "value" || (kind === "schemaOrBoolean" && typeof value === "boolean")) return value;
  if (kind === "schemas") {
    if (!Array.isArray(value)) return walk.problems.add(at, `expected a list, came ${describe(value)}`);
    return value.map((each, index) => readSchema(each, `${at}.${index}`, walk));
  }
  if (kind !== "schemaMap") return readSchema(value, at, walk);
  if (!isRecord(value)) return walk.problems.add(at, `expected an object, came ${describe(value)}`);
  // The validator passes over a property of this name, so nothing would hold it to its schema.
  if (Object.hasOwn(value, "__proto__")) return walk.problems.add(`${at}.__proto__`, "is not supported");
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, readSchema(each, `${at}.${name}`, walk)]),
  );
}
