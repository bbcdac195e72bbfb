import { describe, type Problems } from "../../definition/problems.ts";
import { AWS_IAM } from "../../definition/read-iam-auth.ts";
import { isRecord } from "../../record.ts";
import type { RouteAuthorization } from "../http-api-definition.ts";
import type { HttpAuthorizers } from "./read-http-authorizers.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_SCOPES = 10;

/** Reads a list of security requirements, which may be absent or empty, or name one scheme. */
export function readRouteSecurity(
  security: unknown,
  authorizers: HttpAuthorizers,
  at: string,
  problems: Problems,
): RouteAuthorization | undefined {
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
    return problems.add(
      `${at}.${name}`,
      "expected a security scheme with an authorizer, came none; HTTP APIs have no API keys",
    );
  }
  const read = readScopes(scopes, `${at}.${name}`, problems);
  const authorizer = authorizers.get(name);
  if (authorizer === undefined || !read) return undefined;
  if (authorizer !== AWS_IAM && authorizer.type === "JWT") return { type: "JWT", authorizer, scopes: read };
  if (read.length > 0)
    return problems.add(`${at}.${name}`, "expected an empty list: only a JWT authorizer has scopes");
  return authorizer === AWS_IAM ? { type: AWS_IAM } : { type: "CUSTOM", authorizer };
}

/** A scope is text without blanks (RFC 6749, section 3.3): `pets/read`. */
function readScopes(scopes: unknown, at: string, problems: Problems): readonly string[] | undefined {
  const isList = Array.isArray(scopes) && scopes.length <= MAX_SCOPES;
  if (
    isList &&
    scopes.every((scope) => typeof scope === "string" && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
  )
    return scopes;
  return problems.add(at, `expected a list of at most ${MAX_SCOPES} scopes, came ${describe(scopes)}`);
}
