import type { Authorizer, MethodAuthorization } from "../api-definition.ts";
import type { Problems } from "./problems.ts";
import { AWS_IAM } from "./read-iam-auth.ts";
import { readRequiredScheme, readScopes } from "./required-scheme.ts";

/** Scheme name → authorizer; `undefined` where the scheme was refused. */
export type Authorizers = ReadonlyMap<string, Authorizer | typeof AWS_IAM | undefined>;

/** Reads a list of security requirements, which may be absent or empty, or name one scheme. */
export function readSecurity(
  security: unknown,
  authorizers: Authorizers,
  at: string,
  problems: Problems,
): MethodAuthorization | undefined {
  const required = readRequiredScheme(security, at, problems);
  if (required === undefined) return undefined;
  if (required === "none") return { type: "NONE" };
  const { name, scopes } = required;
  if (!authorizers.has(name)) {
    return problems.add(`${at}.${name}`, "expected a security scheme with a Lambda authorizer, came none");
  }
  const authorizer = authorizers.get(name);
  if (authorizer === undefined) return undefined;
  if (authorizer !== AWS_IAM && authorizer.type === "COGNITO_USER_POOLS") {
    const read = readScopes(scopes, `${at}.${name}`, problems);
    return read && { type: "COGNITO_USER_POOLS", authorizer, scopes: read };
  }
  if (!Array.isArray(scopes) || scopes.length > 0) {
    return problems.add(`${at}.${name}`, "expected an empty list: a Lambda authorizer has no scopes");
  }
  return authorizer === AWS_IAM ? { type: AWS_IAM } : { type: "CUSTOM", authorizer };
}
