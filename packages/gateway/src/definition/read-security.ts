import type { LambdaAuthorizer, MethodAuthorization } from "../api-definition.ts";
import { isRecord } from "../record.ts";
import { describe, type Problems } from "./problems.ts";

/** Scheme name → authorizer; `undefined` where the scheme was refused. */
export type Authorizers = ReadonlyMap<string, LambdaAuthorizer | undefined>;

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
  if (!Array.isArray(scopes) || scopes.length > 0) {
    return problems.add(`${at}.${name}`, "expected an empty list: a Lambda authorizer has no scopes");
  }
  if (!authorizers.has(name)) {
    return problems.add(`${at}.${name}`, "expected a security scheme with a Lambda authorizer, came none");
  }
  const authorizer = authorizers.get(name);
  return authorizer && { type: "CUSTOM", authorizer };
}
