import type { APIGatewayProxyEvent } from "aws-lambda";

/**
 * The claims of a user pool's token, which API Gateway has verified: every value as text.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export type Claims = ReadonlyMap<string, string>;

/** The claims that a Cognito authorizer left; `undefined` for a request that none has let through. */
export function claimsOf({ requestContext }: APIGatewayProxyEvent): Claims | undefined {
  const claims: unknown = requestContext?.authorizer?.claims;
  if (typeof claims !== "object" || claims === null) return undefined;
  return new Map(Object.entries(claims).filter(isText));
}

function isText(claim: [string, unknown]): claim is [string, string] {
  return typeof claim[1] === "string";
}

/**
 * The names in `cognito:groups`, which API Gateway joins with commas. A group whose own name has a comma cannot be told
 * from two groups, so that nobody may be let to name a group of the pool `x,admins`.
 */
export function groupsOf(claims: Claims): string[] {
  const text = claims.get("cognito:groups") ?? "";
  return text === "" ? [] : text.split(",");
}
