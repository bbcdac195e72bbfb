/**
 * What an authorizer returned, checked once and then trusted.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
import { type PreparedPolicies, prepare } from "@lychgate/evaluation";
import { type PolicyDocument, toList } from "@lychgate/policy";
import { isRecord } from "./record.ts";

export interface AuthorizerResult {
  readonly principalId: string;
  readonly policies: PreparedPolicies;
  /** Every value as the text that functions and templates see. */
  readonly context: ReadonlyMap<string, string>;
  readonly usageIdentifierKey?: string;
}

/** A result, or what is wrong with it, told without the caller's values. */
export type CheckedResult =
  | { readonly valid: true; readonly result: AuthorizerResult }
  | { readonly valid: false; readonly problem: string };

const MAX_RESOURCE_LENGTH = 512;

export function checkAuthorizerResult(value: unknown, requirePrincipalId: boolean): CheckedResult {
  if (!isRecord(value)) return invalid("expected the result to be an object");
  const { principalId = "", policyDocument, usageIdentifierKey } = value;
  if (typeof principalId !== "string") return invalid("expected `principalId` to be a string");
  if (requirePrincipalId && principalId === "") return invalid("expected `principalId`, came none");
  if (usageIdentifierKey != null && typeof usageIdentifierKey !== "string") {
    return invalid("expected `usageIdentifierKey` to be a string");
  }
  const context = readContext(value.context);
  if (!context) return invalid("expected `context` to be a flat object of strings, numbers and booleans");
  const policies = checkPolicy(policyDocument);
  if (typeof policies === "string") return invalid(policies);
  const result = { principalId, policies, context };
  return { valid: true, result: usageIdentifierKey == null ? result : { ...result, usageIdentifierKey } };
}

/** The policy of a result, or what is wrong with it. */
export function checkPolicy(document: unknown): PreparedPolicies | string {
  const policies = readPolicy(document);
  if (!policies) return "expected `policyDocument` to be an IAM policy document";
  if (!hasLongResource(document)) return policies;
  return `expected each \`Resource\` to have at most ${MAX_RESOURCE_LENGTH} characters`;
}

function readContext(context: unknown): Map<string, string> | undefined {
  if (context === undefined || context === null) return new Map();
  if (!isRecord(context)) return undefined;
  const entries = Object.entries(context);
  if (!entries.every(([, value]) => isScalar(value))) return undefined;
  return new Map(entries.map(([key, value]) => [key, String(value)]));
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function readPolicy(document: unknown): PreparedPolicies | undefined {
  if (!isRecord(document)) return undefined;
  try {
    // `prepare` checks the whole document; the type only says so beforehand.
    return prepare([document as unknown as PolicyDocument]);
  } catch {
    return undefined;
  }
}

function hasLongResource(document: unknown): boolean {
  const statements = isRecord(document) ? toList(document.Statement) : [];
  return statements
    .flatMap((statement) =>
      isRecord(statement) ? [...toList(statement.Resource), ...toList(statement.NotResource)] : [],
    )
    .some((resource) => typeof resource === "string" && resource.length > MAX_RESOURCE_LENGTH);
}

function invalid(problem: string): CheckedResult {
  return { valid: false, problem };
}
