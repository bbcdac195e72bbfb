/** A contract is somebody's file: nothing in it is sure to be of its type. */

export type UnknownRecord = Readonly<Record<string, unknown>>;

const NONE: UnknownRecord = Object.freeze(Object.create(null));

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordIn(value: unknown): UnknownRecord {
  return isRecord(value) ? value : NONE;
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** How many references may lead from one to the next. */
const LONGEST_CHAIN = 20;

/** What a reference within the document leads to; `value` itself where it is none. */
export function resolved(document: unknown, value: unknown): unknown {
  let current = value;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const reference = textIn(recordIn(current).$ref);
    if (reference === undefined) return current;
    current = atPointer(document, reference);
  }
  return undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-6 */
function atPointer(document: unknown, reference: string): unknown {
  if (!reference.startsWith("#/")) return undefined;
  let value: unknown = document;
  for (const part of reference.slice(2).split("/")) {
    const name = decodedPart(part);
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** A pointer leads through lists, too. */
function isObject(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null;
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return part;
  }
}
