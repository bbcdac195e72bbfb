import { type CanonicalStatement, canonicalKey, type ParsedOperator, parseOperator } from "@lychgate/policy";
import type { Path } from "./finding.ts";
import type { LintStatement } from "./subject.ts";

/** One operator on one key of a statement's condition. */
export interface ConditionEntry {
  path: Path;
  operator: string;
  parsed: ParsedOperator;
  /** As it is written. */
  key: string;
  /** As AWS spells it; `undefined` when it never has a value. */
  supplied: string | undefined;
  values: readonly string[];
}

export function conditionEntries({ statement, condition }: LintStatement): ConditionEntry[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => {
    const parsed = parseOperator(operator);
    if (parsed === undefined) return [];
    return Object.entries(keys).map(([key, values]) => ({
      path: [...condition, operator, key],
      operator,
      parsed,
      key,
      supplied: canonicalKey(key),
      values,
    }));
  });
}

/** The entry as a condition of its own. */
export function conditionOf({ operator, key, values }: ConditionEntry): CanonicalStatement["Condition"] {
  return { [operator]: { [key]: [...values] } };
}
