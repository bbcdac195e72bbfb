import type { Finding } from "./finding.ts";

/** What an input turned out to be: a value to trust from here on, or the findings that say why not. */
export type Validated<T> = { valid: true; value: T } | { valid: false; findings: Finding[] };

export function invalid(findings: Finding[]): { valid: false; findings: Finding[] } {
  return { valid: false, findings };
}
