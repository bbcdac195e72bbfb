/** Findings for a reader who has the file open. */
import {
  LINT_RULES,
  type LintCode,
  type LintFinding,
  type LintLevel,
  type LintWitness,
} from "@lychgate/evaluation";

export interface FileFinding {
  code: LintCode;
  level: LintLevel;
  file: string;
  line: number;
  group?: string;
  sid?: string;
  message: string;
  witness?: LintWitness;
}

/** A finding on its way, while it may still be suppressed. */
export interface PlacedFinding extends FileFinding {
  /** The lines at which a suppression of it may stand: its own, and that of its statement. */
  lines: readonly number[];
  /** The part of the module that may be taken out. */
  removable?: LintFinding["removable"];
}

type LineOf = (path: readonly (string | number)[]) => number;

/** Says where a finding stands. */
export function placed(
  { code, path, sid, message, witness, removable }: LintFinding,
  file: string,
  lineOf: LineOf,
  group?: string,
): PlacedFinding {
  const line = lineOf(path);
  return {
    code,
    level: LINT_RULES[code].level,
    file,
    line,
    ...(group === undefined ? {} : { group }),
    ...(sid === undefined ? {} : { sid }),
    message,
    ...(witness === undefined ? {} : { witness }),
    lines: [line, lineOf(path.slice(0, 2))],
    ...(removable === undefined ? {} : { removable }),
  };
}

/** A finding about a line as a whole. */
export function atLine(code: LintCode, file: string, line: number, message: string): PlacedFinding {
  return { code, level: LINT_RULES[code].level, file, line, message, lines: [line] };
}
