import { functionNameOf } from "./function-name.ts";
import { describe, type Problems } from "./problems.ts";

/** The function that a URI of the document names; a URI that names none is a problem. */
export function readFunctionName(uri: unknown, at: string, problems: Problems): string | undefined {
  const name = typeof uri === "string" ? functionNameOf(uri) : undefined;
  if (name !== undefined) return name;
  return problems.add(
    at,
    `expected \`arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations\`, came ${describe(uri)}`,
  );
}
