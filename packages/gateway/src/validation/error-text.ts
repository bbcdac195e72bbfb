/**
 * What is wrong with a body, as `$context.error.validationErrorString` says it. AWS publishes no list of these
 * texts; the first two are reported, the others follow their form.
 *
 * @see https://github.com/aws/serverless-application-model/issues/1207
 */
import type { ErrorObject } from "ajv";

type Write = (error: ErrorObject) => string;

const TEXTS: ReadonlyMap<string, Write> = new Map<string, Write>([
  [
    "type",
    ({ data, schema }) =>
      `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${JSON.stringify([schema].flat())})`,
  ],
  ["enum", ({ schema }) => `instance value not found in enum (possible values: ${JSON.stringify(schema)})`],
  ["minLength", ({ schema }) => `string is too short (required minimum: ${schema})`],
  ["maxLength", ({ schema }) => `string is too long (maximum allowed: ${schema})`],
  ["minimum", ({ schema }) => `numeric instance is lower than the required minimum (minimum: ${schema})`],
  ["maximum", ({ schema }) => `numeric instance is greater than the required maximum (maximum: ${schema})`],
  ["pattern", ({ schema }) => `ECMA 262 regex ${JSON.stringify(schema)} does not match input string`],
  ["additionalProperties", () => "object instance has properties which are not allowed by the schema"],
]);

/** One text for each place and kind of error, without the caller's values. */
export function errorTexts(errors: readonly ErrorObject[]): string[] {
  const missing = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword === "required") {
      missing.set(instancePath, [...(missing.get(instancePath) ?? []), String(params.missingProperty)]);
    }
  }
  const required = [...missing.values()].map(
    (names) => `object has missing required properties (${JSON.stringify(names.toSorted())})`,
  );
  const others = errors.filter(({ keyword }) => keyword !== "required" && keyword !== "allOf");
  return [...new Set([...required, ...others.map(textOf)])];
}

function textOf(error: ErrorObject): string {
  return TEXTS.get(error.keyword)?.(error) ?? `instance failed to match the keyword ${error.keyword}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}
