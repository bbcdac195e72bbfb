import type { IdentitySource } from "../api-definition.ts";
import { CONTEXT_VARIABLE_NAMES, isContextVariable } from "../context-variable.ts";
import { readNamedSource } from "./identity-source-syntax.ts";
import type { Problems } from "./problems.ts";

const SYNTAX = {
  prefixes: {
    header: "method.request.header.",
    querystring: "method.request.querystring.",
    stageVariable: "stageVariables.",
    context: "context.",
  },
  contextNames: CONTEXT_VARIABLE_NAMES,
  isContextName: isContextVariable,
};

/** Reads a comma-separated list of identity sources; text without one has none. */
export function readIdentitySources(list: string, at: string, problems: Problems): IdentitySource[] {
  if (list.trim() === "") return [];
  return list
    .split(",")
    .map((text) => readNamedSource(text.trim(), SYNTAX, at, problems))
    .filter((source) => source !== undefined);
}
