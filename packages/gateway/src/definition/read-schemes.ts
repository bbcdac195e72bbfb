import { member, members, type Problems } from "./problems.ts";
import { hasAuthorizer } from "./read-authorizer.ts";

/** Reads the security schemes that have an authorizer, by their names. */
export function readSchemes<Scheme>(
  document: unknown,
  readScheme: (name: string, scheme: unknown, at: string, problems: Problems) => Scheme,
  problems: Problems,
): Map<string, Scheme> {
  const at = "components.securitySchemes";
  const schemes = members(member(member(document, "components"), "securitySchemes"), at, problems);
  return new Map(
    schemes
      .filter(([, scheme]) => hasAuthorizer(scheme))
      .map(([name, scheme]) => [name, readScheme(name, scheme, `${at}.${name}`, problems)]),
  );
}
