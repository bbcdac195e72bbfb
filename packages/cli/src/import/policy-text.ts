import { canonicalize, PolicyError, textOf, validateDocument } from "@lychgate/policy";

/** Whether a stored policy is what this project compiles: canonical, to the byte. */
export function isCompiledText(text: string, document: unknown): boolean {
  const validated = validateDocument(document);
  try {
    return validated.valid && textOf(canonicalize(validated.value)) === text;
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}
