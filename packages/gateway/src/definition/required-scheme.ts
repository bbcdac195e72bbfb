import { isRecord } from "../record.ts";
import { describe, type Problems } from "./problems.ts";

/** The one security scheme that an operation requires. */
export interface RequiredScheme {
  readonly name: string;
  /** As they were written. */
  readonly scopes: unknown;
}

/** Reads a list of security requirements, which may be absent or empty, or name one scheme. */
export function readRequiredScheme(
  security: unknown,
  at: string,
  problems: Problems,
): RequiredScheme | "none" | undefined {
  if (security === undefined) return "none";
  if (!Array.isArray(security)) return problems.add(at, `expected a list, came ${describe(security)}`);
  if (security.length === 0) return "none";
  const schemes = security.flatMap((requirement) =>
    isRecord(requirement) ? Object.entries(requirement) : [],
  );
  const [scheme, ...others] = schemes;
  if (scheme === undefined || others.length > 0 || security.length > 1) {
    return problems.add(at, `expected one security scheme, came ${schemes.length}`);
  }
  const [name, scopes] = scheme;
  return { name, scopes };
}

/** Reads scopes, each text without blanks (RFC 6749, section 3.3): `pets/read`. */
export function readScopes(
  scopes: unknown,
  at: string,
  problems: Problems,
  most = Number.POSITIVE_INFINITY,
): readonly string[] | undefined {
  const isList = Array.isArray(scopes) && scopes.length <= most && scopes.every(isScope);
  if (isList) return scopes;
  const limit = Number.isFinite(most) ? `at most ${most} ` : "";
  return problems.add(at, `expected a list of ${limit}scopes, came ${describe(scopes)}`);
}

function isScope(scope: unknown): scope is string {
  return typeof scope === "string" && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope);
}
