import { readNamedSource } from "../../definition/identity-source-syntax.ts";
import { describe, type Problems } from "../../definition/problems.ts";
import { HTTP_CONTEXT_VARIABLES, isHttpContextVariable } from "../context-variable.ts";
import type { HttpIdentitySource } from "../http-api-definition.ts";

/**
 * Selection expressions that name identity sources.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
 */
const SYNTAX = {
  prefixes: {
    header: "$request.header.",
    querystring: "$request.querystring.",
    stageVariable: "$stageVariables.",
    context: "$context.",
  },
  contextNames: HTTP_CONTEXT_VARIABLES,
  isContextName: isHttpContextVariable,
};

/** Reads a comma-separated list of identity sources, which may be empty; `undefined` when one is wrong. */
export function readHttpIdentitySources(
  list: unknown,
  at: string,
  problems: Problems,
): HttpIdentitySource[] | undefined {
  if (typeof list !== "string") return problems.add(at, `expected text, came ${describe(list)}`);
  if (list.trim() === "") return [];
  const sources = list.split(",").map((text) => readNamedSource(text.trim(), SYNTAX, at, problems));
  const read = sources.filter((source) => source !== undefined);
  return read.length === sources.length ? read : undefined;
}
