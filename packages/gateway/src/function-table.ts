import type { Api } from "./api.ts";
import type { ApiDefinition, ApiMethod } from "./api-definition.ts";
import { GatewayError } from "./errors.ts";
import type { LambdaFunction } from "./lambda.ts";

export type FunctionTable = Readonly<Record<string, LambdaFunction>> | ReadonlyMap<string, LambdaFunction>;

/**
 * The functions that a definition names.
 * @throws GatewayError `MissingFunction` with every function that has no implementation
 */
export function resolveFunctions(
  definition: ApiDefinition,
  functions: FunctionTable,
): Map<string, LambdaFunction> {
  return pickFunctions(
    definition.resources.flatMap(({ methods }) => [...methods.values()].flatMap(functionNames)),
    functions,
  );
}

/**
 * The functions of these names.
 * @throws GatewayError `MissingFunction` with every function that has no implementation
 */
export function pickFunctions(
  names: readonly string[],
  functions: FunctionTable,
): Map<string, LambdaFunction> {
  const given = functions instanceof Map ? functions : new Map(Object.entries(functions));
  const named = new Set(names);
  const missing = [...named].filter((name) => typeof given.get(name) !== "function");
  if (missing.length > 0) {
    const came = [...given.keys()].map((name) => `\`${name}\``).join(", ") || "none";
    throw new GatewayError(
      "MissingFunction",
      missing.map((name) => `expected an implementation of the function \`${name}\`, came ${came}`),
    );
  }
  return new Map([...given].filter(([name]) => named.has(name)));
}

function functionNames({ authorization, integration }: ApiMethod): string[] {
  const names = integration.type === "AWS_PROXY" ? [integration.functionName] : [];
  return authorization.type === "CUSTOM" ? [authorization.authorizer.functionName, ...names] : names;
}

/**
 * The implementation of a function.
 * @throws Error when there is none, which `resolveFunctions` excludes
 */
export function functionNamed(name: string, { functions }: Pick<Api, "functions">): LambdaFunction {
  const implementation = functions.get(name);
  if (!implementation) throw new Error(`expected an implementation of the function \`${name}\`, came none`);
  return implementation;
}
