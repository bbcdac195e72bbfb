import type { IdentitySource } from "../api-definition.ts";
import { CONTEXT_VARIABLE_NAMES, isContextVariable } from "../context-variable.ts";
import type { Problems } from "./problems.ts";

const HEADER = /^method\.request\.header\.([!#$%&'*+.^_`|~0-9A-Za-z-]+)$/;
const QUERY_STRING = /^method\.request\.querystring\.([^\s,]+)$/;
const STAGE_VARIABLE = /^stageVariables\.([A-Za-z0-9_]+)$/;
const CONTEXT = /^context\.([A-Za-z.]+)$/;

/** Reads a comma-separated list of identity sources; text without one has none. */
export function readIdentitySources(list: string, at: string, problems: Problems): IdentitySource[] {
  if (list.trim() === "") return [];
  return list
    .split(",")
    .map((text) => readIdentitySource(text.trim(), at, problems))
    .filter((source) => source !== undefined);
}

function readIdentitySource(text: string, at: string, problems: Problems): IdentitySource | undefined {
  const header = HEADER.exec(text)?.[1];
  if (header !== undefined) return { kind: "header", name: header };
  const parameter = QUERY_STRING.exec(text)?.[1];
  if (parameter !== undefined) return { kind: "querystring", name: parameter };
  const variable = STAGE_VARIABLE.exec(text)?.[1];
  if (variable !== undefined) return { kind: "stageVariable", name: variable };
  const name = CONTEXT.exec(text)?.[1];
  if (name === undefined) {
    return problems.add(
      at,
      `expected \`method.request.header.{name}\`, \`method.request.querystring.{name}\`, \`stageVariables.{name}\` or \`context.{name}\`, came \`${text}\``,
    );
  }
  if (isContextVariable(name)) return { kind: "context", name };
  return problems.add(
    at,
    `expected one of ${CONTEXT_VARIABLE_NAMES.join(", ")} after \`context.\`, came \`${name}\``,
  );
}
