/** What to type next in Why. */
import type { AccessBundle, BundleMatrixRow } from "@lychgate/cli/bundle";
import { samplePath } from "../access/sample-path.ts";
import type { Suggestion } from "../ui/combobox.tsx";
import { matchesWords } from "../ui/words.ts";

export function groupSuggestions(
  { policies }: AccessBundle,
  { typed, chosen }: { typed: string; chosen: readonly string[] },
): Suggestion[] {
  return policies
    .filter(
      ({ group, description }) => !chosen.includes(group) && matchesWords(`${group} ${description}`, typed),
    )
    .map(({ group, description }) => ({ key: group, text: group, note: description }));
}

export interface OperationSuggestion extends Suggestion {
  method: string;
  path: string;
}

/** Operations by what is typed of their path or summary; all of them where a whole path is typed. */
export function operationSuggestions({ matrix }: AccessBundle, typed: string): OperationSuggestion[] {
  const all = matrix.rows.map(suggestionOf);
  if (all.some(({ path }) => path === typed)) return all;
  return all.filter(({ text, path, note = "" }) => matchesWords(`${text} ${path} ${note}`, typed));
}

function suggestionOf({ method, route, summary }: BundleMatrixRow): OperationSuggestion {
  const text = `${method} ${route}`;
  return {
    key: text,
    text,
    method,
    path: samplePath(route),
    ...(summary === undefined ? {} : { note: summary }),
  };
}
