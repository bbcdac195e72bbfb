/**
 * The function that an integration URI names.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */

/** A variable that is filled in at deployment; what it is for does not belong to the function's name. */
const VARIABLE = /^\$\{([A-Za-z0-9_-]+?)(?:_invoke)?(?:_arn)?\}$/;

const INVOCATION =
  /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(\$\{[A-Za-z0-9_-]+\}|arn:[^/]+)\/invocations$/;

const FUNCTION_ARN = /:function:([A-Za-z0-9_-]+)(?::[A-Za-z0-9_$-]+)?$/;

/**
 * `…functions/${petstore_arn}/invocations`, `${petstore_invoke_arn}` and
 * `…functions/arn:aws:lambda:…:function:petstore:live/invocations` all name `petstore`. A bare function ARN is
 * none, as it is to API Gateway.
 */
export function functionNameOf(uri: string): string | undefined {
  const target = INVOCATION.exec(uri)?.[1];
  if (target === undefined) return VARIABLE.exec(uri)?.[1];
  return VARIABLE.exec(target)?.[1] ?? FUNCTION_ARN.exec(target)?.[1];
}
