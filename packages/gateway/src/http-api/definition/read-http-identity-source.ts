/**
 * Selection expressions that name identity sources.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
 */
import { describe, type Problems } from "../../definition/problems.ts";
import { HTTP_CONTEXT_VARIABLES, isHttpContextVariable } from "../context-variable.ts";
import type { HttpIdentitySource } from "../http-api-definition.ts";

const HEADER = /^\$request\.header\.([!#$%&'*+.^_`|~0-9A-Za-z-]+)$/;
const QUERY_STRING = /^\$request\.querystring\.([^\s,]+)$/;
const STAGE_VARIABLE = /^\$stageVariables\.([A-Za-z0-9_]+)$/;
const CONTEXT = /^\$context\.([A-Za-z.]+)$/;

/** Reads a comma-separated list of identity sources, which may be empty; `undefined` when one is wrong. */
export function readHttpIdentitySources(
  list: unknown,
  at: string,
  problems: Problems,
): HttpIdentitySource[] | undefined {
  if (typeof list !== "string") return problems.add(at, `expected text, came ${describe(list)}`);
  if (list.trim() === "") return [];
  const sources = list.split(",").map((text) => readIdentitySource(text.trim(), at, problems));
  const read = sources.filter((source) => source !== undefined);
  return read.length === sources.length ? read : undefined;
}

function readIdentitySource(text: string, at: string, problems: Problems): HttpIdentitySource | undefined {
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
      `expected \`$request.header.{name}\`, \`$request.querystring.{name}\`, \`$stageVariables.{name}\` or \`$context.{name}\`, came \`${text}\``,
    );
  }
  if (isHttpContextVariable(name)) return { kind: "context", name };
  return problems.add(
    at,
    `expected one of ${HTTP_CONTEXT_VARIABLES.join(", ")} after \`$context.\`, came \`${name}\``,
  );
}
