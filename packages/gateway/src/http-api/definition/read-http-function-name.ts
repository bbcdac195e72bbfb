import { functionNameOf } from "../../definition/function-name.ts";
import { describe, type Problems } from "../../definition/problems.ts";

const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]+:[^:]+:function:([A-Za-z0-9_-]+)(?::[A-Za-z0-9_$-]+)?$/;

/**
 * The function that a URI of the document names; HTTP APIs also take its bare ARN.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function readHttpFunctionName(uri: unknown, at: string, problems: Problems): string | undefined {
  const name = typeof uri === "string" ? (FUNCTION_ARN.exec(uri)?.[1] ?? functionNameOf(uri)) : undefined;
  if (name !== undefined) return name;
  return problems.add(
    at,
    `expected the ARN of a function, or \`arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations\`, came ${describe(uri)}`,
  );
}
