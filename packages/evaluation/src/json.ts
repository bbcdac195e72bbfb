import { EvaluationError } from "./errors.ts";

export function invalidDocument(message: string): EvaluationError {
  return new EvaluationError("InvalidDocument", message);
}

/** Adds the place to the message of what goes wrong in `read`. */
export function within<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new EvaluationError(error.code, `${place}: ${error.message}`, { cause: error.cause ?? error });
  }
}

/** The own properties of an object that have a value, of which none may be other than the `known`. */
export function propertiesOf(value: unknown, known?: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidDocument(`expected an object, came ${kindOf(value)}`);
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const stranger = known && entries.find(([key]) => !known.includes(key));
  if (stranger) throw invalidDocument(`expected no property \`${stranger[0]}\``);
  return new Map(entries);
}

/** Reads "one or more" as a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) throw invalidDocument("expected one value or a list of them, came nothing");
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) throw invalidDocument("expected at least one value, came an empty list");
  return value;
}

/** Reads one text or a list of them; an empty text is none. */
export function textListOf(value: unknown): readonly string[] {
  return listOf(value).map((each) => {
    if (typeof each === "string" && each !== "") return each;
    throw invalidDocument(`expected text, came ${kindOf(each)}`);
  });
}

/** Reads one value of a condition or a list of them; numbers and booleans as the text they are written as. */
export function valueListOf(value: unknown): readonly string[] {
  return listOf(value).map((each) => {
    if (typeof each === "string" || typeof each === "boolean" || Number.isFinite(each)) return String(each);
    throw invalidDocument(`expected text, a number or a boolean, came ${kindOf(each)}`);
  });
}

function kindOf(value: unknown): string {
  if (value === "") return "empty text";
  if (value === null) return "`null`";
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}
