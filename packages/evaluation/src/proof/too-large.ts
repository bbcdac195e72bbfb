import { PolicyError } from "@lychgate/policy";
import { EvaluationError } from "../errors.ts";

const MOST_NAMES = 5;

/** Adds to a question that is too large what it is about. */
export function namingTooLarge<T>(names: () => Iterable<string>, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof PolicyError) || error.code !== "TooLarge") throw error;
    const about = [...new Set(names())];
    const more = about.length > MOST_NAMES ? ` and ${about.length - MOST_NAMES} more` : "";
    const message = `${about.slice(0, MOST_NAMES).join(", ")}${more}: ${error.message}`;
    throw new EvaluationError("TooLarge", message, { cause: error });
  }
}
