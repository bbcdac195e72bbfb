/**
 * How an OpenAPI document says that an operation requires an API key: by a security scheme for the header
 * `x-api-key`, alone or beside an authorizer's. API Gateway applies all schemes of the list, whether they stand in one
 * requirement or in several.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-usage-plan-oas.html
 */
import type { ApiKeySource, MethodAuthorization } from "../api-definition.ts";
import { describe, member, type Problems } from "../definition/problems.ts";
import { hasAuthorizer } from "../definition/read-authorizer.ts";
import { isRecord } from "../record.ts";

/** What a document says of API keys. */
export interface ApiKeyContract {
  /** The names of the security schemes that stand for an API key. */
  readonly schemes: ReadonlySet<string>;
  readonly source: ApiKeySource;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-api-key-source.html */
export function readApiKeyContract(document: unknown, problems: Problems): ApiKeyContract {
  const at = "x-amazon-apigateway-api-key-source";
  const source = member(document, at) ?? "HEADER";
  if (source !== "HEADER" && source !== "AUTHORIZER") {
    problems.add(at, `expected \`HEADER\` or \`AUTHORIZER\`, came ${describe(source)}`);
  }
  const schemes = member(member(document, "components"), "securitySchemes");
  const names = isRecord(schemes)
    ? Object.entries(schemes).filter(([, scheme]) => isApiKeyScheme(scheme))
    : [];
  return {
    schemes: new Set(names.map(([name]) => name)),
    source: source === "AUTHORIZER" ? source : "HEADER",
  };
}

function isApiKeyScheme(scheme: unknown): boolean {
  const name = member(scheme, "name");
  return (
    !hasAuthorizer(scheme) &&
    member(scheme, "type") === "apiKey" &&
    member(scheme, "in") === "header" &&
    typeof name === "string" &&
    name.toLowerCase() === "x-api-key"
  );
}

export interface SplitSecurity {
  readonly apiKeyRequired: boolean;
  /** The requirements without API keys, which say how callers are authorized. */
  readonly others: unknown;
}

/** Takes the API keys out of an operation's security requirements. */
export function splitSecurity(
  security: unknown,
  { schemes }: ApiKeyContract,
  at: string,
  problems: Problems,
): SplitSecurity {
  if (!Array.isArray(security)) return { apiKeyRequired: false, others: security };
  let apiKeyRequired = false;
  const others = security.flatMap((requirement: unknown) => {
    if (!isRecord(requirement)) return [requirement];
    const isKey = ([name]: readonly [string, unknown]) => schemes.has(name);
    const keys = Object.entries(requirement).filter(isKey);
    if (keys.length === 0) return [requirement];
    apiKeyRequired = true;
    for (const [name, scopes] of keys) expectNoScopes(scopes, `${at}.${name}`, problems);
    const rest = Object.entries(requirement).filter((entry) => !isKey(entry));
    return rest.length === 0 ? [] : [Object.fromEntries(rest)];
  });
  return { apiKeyRequired, others };
}

/** A key that comes from the authorizer needs one that can name it. */
export function expectKeySource(
  authorization: MethodAuthorization | undefined,
  { source }: ApiKeyContract,
  at: string,
  problems: Problems,
): void {
  if (source === "HEADER" || authorization === undefined || authorization.type === "CUSTOM") return;
  problems.add(at, "expected a Lambda authorizer because API keys come from it");
}

function expectNoScopes(scopes: unknown, at: string, problems: Problems): void {
  if (Array.isArray(scopes) && scopes.length === 0) return;
  problems.add(at, "expected an empty list: an API key has no scopes");
}
