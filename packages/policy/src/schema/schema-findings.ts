/** Turns ajv's errors into findings that name the property and say what was expected there. */
import type { ErrorObject } from "ajv";
import { closest } from "../closest.ts";
import type { Finding } from "../finding.ts";

/** Whatever is longer is cut in a message. */
const SHOWN_LENGTH = 80;

type ErrorWithData = ErrorObject & { data?: unknown };

export function findingsOf(errors: readonly ErrorObject[]): Finding[] {
  const findings = errors
    .filter((error) => !isOtherKind(error, errors) && !isExplained(error, errors))
    .map((error) => ({ path: pathOf(error), message: messageOf(error, errors) }));
  return findings.filter((finding, index) => index === findings.findIndex((other) => isSame(other, finding)));
}

function isSame(a: Finding, b: Finding): boolean {
  return (
    a.message === b.message && a.path.length === b.path.length && a.path.every((key, i) => key === b.path[i])
  );
}

/** Whether the error only says that the value is not of the kind of another branch of a union. */
function isOtherKind(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  return (
    isKindError(error) && errors.some((other) => isUnion(other) && other.instancePath === error.instancePath)
  );
}

/** Whether a union failed for a reason that stands further inside of it. */
function isExplained(union: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (!isUnion(union)) return false;
  return errors.some((other) => isDeeper(other, union) || isOwnReason(other, union));
}

function isDeeper(error: ErrorObject, union: ErrorObject): boolean {
  return error.instancePath.startsWith(`${union.instancePath}/`);
}

function isOwnReason(error: ErrorObject, union: ErrorObject): boolean {
  return error.instancePath === union.instancePath && !isUnion(error) && !isKindError(error);
}

function isUnion(error: ErrorObject): boolean {
  return error.keyword === "anyOf";
}

function isKindError(error: ErrorObject): boolean {
  return error.keyword === "type" || error.keyword === "const" || error.keyword === "enum";
}

function pathOf(error: ErrorObject): (string | number)[] {
  const keys = error.instancePath.split("/").slice(1).map(decodePointer);
  if (error.keyword === "additionalProperties") keys.push(String(error.params.additionalProperty));
  if (error.keyword === "required") keys.push(String(error.params.missingProperty));
  return keys;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function decodePointer(text: string): string | number {
  if (/^(0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}

function messageOf(error: ErrorWithData, errors: readonly ErrorObject[]): string {
  const { keyword, params } = error;
  if (keyword === "anyOf") return `expected ${alternatives(error, errors)}, got ${show(error.data)}`;
  if (keyword === "required") return "is missing";
  if (keyword === "additionalProperties") return unknownProperty(error);
  if (keyword === "type") return `expected ${kinds(params.type)}, got ${show(error.data)}`;
  if (keyword === "enum") return `expected ${oneOf(params.allowedValues)}, got ${show(error.data)}`;
  if (keyword === "const") return `expected ${show(params.allowedValue)}, got ${show(error.data)}`;
  if (keyword === "pattern") return `expected text that matches ${params.pattern}, got ${show(error.data)}`;
  if (keyword === "minItems") return "expected at least one item, got an empty list";
  return `${error.message ?? keyword}, got ${show(error.data)}`;
}

function alternatives(union: ErrorObject, errors: readonly ErrorObject[]): string {
  const kindErrors = errors.filter(
    (error) => isKindError(error) && error.instancePath === union.instancePath,
  );
  const texts = kindErrors.flatMap(({ keyword, params }): string[] => {
    if (keyword === "const") return [show(params.allowedValue)];
    return keyword === "enum" ? params.allowedValues.map(show) : [params.type].flat();
  });
  return oneOf([...new Set(texts)], String);
}

function unknownProperty(error: ErrorWithData): string {
  const known = error.parentSchema?.properties;
  if (!isRecord(known)) return "is not a known property";
  const nearest = closest(String(error.params.additionalProperty), Object.keys(known));
  return `is not a known property; expected ${oneOf(nearest, (name) => `\`${name}\``)}`;
}

function kinds(type: unknown): string {
  return oneOf(Array.isArray(type) ? type : [type], String);
}

function oneOf(values: readonly unknown[], format: (value: unknown) => string = show): string {
  const texts = values.map(format);
  if (texts.length <= 1) return texts.join("");
  return `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isRecord(value)) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return `\`${text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text}\``;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
