import type { Authorizer, MethodAuthorization } from "../api-definition.ts";
import { isRecord } from "../record.ts";
import { describe, type Problems } from "./problems.ts";
import { AWS_IAM } from "./read-iam-auth.ts";

/** Scheme name → authorizer; `undefined` where the scheme was refused. */
export type Authorizers = ReadonlyMap<string, Authorizer | typeof AWS_IAM | undefined>;

/** Reads a list of security requirements, which may be absent or empty, or name one scheme. */
export function readSecurity(
  security: unknown,
  authorizers: Authorizers,
  at: string,
  problems: Problems,
): MethodAuthorization | undefined {
  if (security === undefined) return { type: "NONE" };
  if (!Array.isArray(security)) return problems.add(at, `expected a list, came ${describe(security)}`);
  if (security.length === 0) return { type: "NONE" };
  const schemes = security.flatMap((requirement) =>
    isRecord(requirement) ? Object.entries(requirement) : [],
  );
  const [scheme, ...others] = schemes;
  if (scheme === undefined || others.length > 0 || security.length > 1) {
    return problems.add(at, `expected one security scheme, came ${schemes.length}`);
  }
  const [name, scopes] = scheme;
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

/** A scope is text without blanks (RFC 6749, section 3.3): `pets/read`. */
function readScopes(scopes: unknown, at: string, problems: Problems): readonly string[] | undefined {
  const isList = Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string");
  if (isList && scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))) return scopes;
  return problems.add(at, `expected a list of scopes, came ${describe(scopes)}`);
}
