/**
 * Mapping expressions of integrations.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
import type { ResponseParameter } from "../api-definition.ts";
import { isSendable } from "../header.ts";
import { isContextName } from "../request-variable.ts";
import type { DeclaredParameter } from "../validation/read-parameters.ts";

/** `'text'`, `context.requestId`, `stageVariables.name`; a wrong expression is told in words. */
export function readSource(
  expression: unknown,
  stageVariables: ReadonlyMap<string, string>,
): ResponseParameter | string {
  const text = typeof expression === "string" ? expression : "";
  const value = /^'([^']*)'$/.exec(text)?.[1];
  if (value !== undefined && isSendable(["x", value])) return { kind: "static", value };
  const variable = /^stageVariables\.([A-Za-z0-9_]+)$/.exec(text)?.[1];
  if (variable !== undefined && !stageVariables.has(variable))
    return `there is no stage variable \`${variable}\``;
  if (variable !== undefined || isContextName(text)) return { kind: "variable", name: text };
  return "expected `'text'`, `stageVariables.{name}` or a variable of `context.`";
}

/** A parameter of the method request as well; it has to be declared before it can be mapped. */
export function readRequestSource(
  expression: unknown,
  stageVariables: ReadonlyMap<string, string>,
  declared: readonly DeclaredParameter[],
): ResponseParameter | string {
  const [, place, name] = /^method\.request\.(header|path|querystring)\.(.+)$/.exec(String(expression)) ?? [];
  if (place === undefined || name === undefined) {
    const source = readSource(expression, stageVariables);
    if (typeof source !== "string") return source;
    return source.replace("expected", "expected `method.request.{header|path|querystring}.{name}`,");
  }
  if (declared.some((each) => each.in === place && each.name === name))
    return { kind: "variable", name: String(expression) };
  return `expected a declared parameter, came \`${name}\``;
}
