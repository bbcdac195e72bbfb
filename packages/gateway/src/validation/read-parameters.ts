/**
 * The parameters that an operation declares, with those of its path.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
import type { RequiredParameter } from "../api-definition.ts";
import { describe, member, type Problems } from "../definition/problems.ts";
import { isRecord } from "../record.ts";
import { resolveReference } from "./reference.ts";

export interface DeclaredParameter extends RequiredParameter {
  readonly required: boolean;
}

/** A cookie is no parameter of API Gateway's. */
const PLACES = new Map<unknown, RequiredParameter["in"]>([
  ["header", "header"],
  ["path", "path"],
  ["query", "querystring"],
]);

/** An operation's own parameters replace those of its path with the same place and name. */
export function readParameters(
  document: unknown,
  inherited: unknown,
  own: unknown,
  at: string,
  problems: Problems,
): DeclaredParameter[] {
  const parameters = new Map<string, DeclaredParameter>();
  for (const [list, place] of [
    [inherited, "of the path"],
    [own, "of the operation"],
  ] as const) {
    if (list === undefined) continue;
    if (!Array.isArray(list)) {
      problems.add(`${at}.parameters`, `expected a list ${place}, came ${describe(list)}`);
      continue;
    }
    for (const each of list) {
      const parameter = readParameter(document, each, `${at}.parameters`, problems);
      if (parameter) parameters.set(`${parameter.in}.${parameter.name}`, parameter);
    }
  }
  return [...parameters.values()];
}

function readParameter(
  document: unknown,
  value: unknown,
  at: string,
  problems: Problems,
): DeclaredParameter | undefined {
  const parameter = resolveReference(document, value, "parameters", at, problems);
  if (parameter === undefined) return undefined;
  const name = member(parameter, "name");
  if (!isRecord(parameter) || typeof name !== "string" || name === "")
    return problems.add(at, `expected parameters with a name, came ${describe(parameter)}`);
  const place = PLACES.get(member(parameter, "in"));
  const required = member(parameter, "required") ?? false;
  if (place === undefined) {
    return problems.add(
      `${at}.${name}`,
      `expected a parameter in \`header\`, \`path\` or \`query\`, came ${describe(member(parameter, "in"))}`,
    );
  }
  if (typeof required !== "boolean")
    return problems.add(`${at}.${name}.required`, `expected true or false, came ${describe(required)}`);
  return { in: place, name, required };
}
