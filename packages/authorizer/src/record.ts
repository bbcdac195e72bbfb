export type UnknownRecord = Readonly<Record<string, unknown>>;

const NONE: UnknownRecord = Object.freeze(Object.create(null));

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null;
}

/** The object, or one without properties in the place of anything else. */
export function recordIn(value: unknown): UnknownRecord {
  return isRecord(value) ? value : NONE;
}
