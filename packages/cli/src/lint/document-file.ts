/** Raw policy documents in files: one, a list, or the items of a table. */
import { readFileSync } from "node:fs";
import { CliError } from "../errors.ts";
import { readYamlText } from "./yaml-text.ts";

export interface FileDocument {
  group?: string;
  document: unknown;
  lineOf(path: readonly (string | number)[]): number;
}

type Path = readonly (string | number)[];

/**
 * Reads the documents of a file: JSON of a document, of a list of them, of a table's items `{ group, policy }`
 * in plain or in DynamoDB's JSON, or lines of items as DynamoDB exports them.
 * @throws CliError `Usage` for what is none of these
 */
export function readDocumentFile(file: string): FileDocument[] {
  const text = readFile(file);
  const whole = parseJson(text);
  if (whole !== undefined) {
    const { lineOf } = readYamlText(text);
    return documentsIn(file, whole, [], lineOf);
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line);
    if (value === undefined) throw unreadable(file, `line ${index + 1} is no JSON`);
    return documentsIn(file, value, [], () => index + 1);
  });
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CliError("Usage", `\`${file}\` cannot be read`, { cause });
  }
}

function documentsIn(file: string, value: unknown, at: Path, lineOf: FileDocument["lineOf"]): FileDocument[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => documentsIn(file, each, [...at, index], lineOf));
  if (!isRecord(value))
    throw unreadable(file, "expected a policy document, a list of them or a table's items");
  if (Object.hasOwn(value, "Statement")) {
    return [{ document: value, lineOf: (path) => lineOf([...at, ...path]) }];
  }
  for (const wrapper of ["Items", "Item", "PutRequest"]) {
    if (Object.hasOwn(value, wrapper)) return documentsIn(file, value[wrapper], [...at, wrapper], lineOf);
  }
  return [itemOf(file, value, at, lineOf)];
}

function itemOf(
  file: string,
  { group, policy }: Record<string, unknown>,
  at: Path,
  lineOf: FileDocument["lineOf"],
): FileDocument {
  if (policy === undefined) throw unreadable(file, "expected `Statement`, or `group` and `policy`");
  const name = isRecord(group) ? group.S : group;
  const isAttribute = isRecord(policy) && (isRecord(policy.M) || typeof policy.S === "string");
  const plain = isAttribute ? fromAttribute(policy) : policy;
  const document = typeof plain === "string" ? parseJson(plain) : plain;
  return {
    ...(typeof name === "string" ? { group: name } : {}),
    document,
    lineOf: (path) => lineOf([...at, "policy", ...(isAttribute ? path.flatMap(attributeKey) : path)]),
  };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
function fromAttribute(value: unknown): unknown {
  if (!isRecord(value)) return undefined;
  if (isRecord(value.M)) {
    return Object.fromEntries(Object.entries(value.M).map(([key, each]) => [key, fromAttribute(each)]));
  }
  if (Array.isArray(value.L)) return value.L.map(fromAttribute);
  if (Array.isArray(value.SS)) return value.SS;
  if (value.N !== undefined) return Number(value.N);
  return value.S ?? value.BOOL ?? null;
}

function attributeKey(key: string | number): (string | number)[] {
  return [typeof key === "number" ? "L" : "M", key];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(file: string, why: string): CliError {
  return new CliError("Usage", `${file}: ${why}`);
}
