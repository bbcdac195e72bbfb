import { PolicyError } from "@lychgate/policy";
import { EvaluationError } from "../errors.ts";
import type { LintFinding, Path } from "./finding.ts";
import type { LintCode } from "./rules.ts";

/** What becomes a finding, and which. */
const FAULTS: Readonly<Record<string, LintCode>> = {
  Undecidable: "LY901",
  TooLarge: "LY901",
  InvalidDocument: "LY900",
  InvalidPolicy: "LY900",
};

/** The findings, or one that says why there can be none: a question without an answer is never passed over. */
export function decided(path: Path, find: () => LintFinding[]): LintFinding[] {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof PolicyError)) throw error;
    const code = FAULTS[error.code];
    if (code === undefined) throw error;
    return [{ code, path, message: error.message }];
  }
}
