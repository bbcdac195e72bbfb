/** OpenAPI documents for everybody who may see the bundle: no accounts, no credentials, nothing of what is behind. */
import { PolicyError } from "@lychgate/policy";

const EXTENSION = "x-amazon-apigateway-";

/**
 * What is kept of API Gateway's extensions: all of it, or some of its properties. The rest is about integrations,
 * networks and accounts.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
const KEPT: Readonly<Record<string, "all" | readonly string[]>> = {
  "any-method": "all",
  "api-key-source": "all",
  authorizer: ["type", "identitySource"],
  authtype: "all",
  "gateway-responses": "all",
  integration: ["type"],
  "request-validator": "all",
  "request-validators": "all",
};

/**
 * Leaves out of an OpenAPI document what a caller has no use for, and the account ids of the ARNs in its texts.
 * @throws PolicyError `InvalidContract` where a part holds itself, which YAML can say and JSON cannot
 */
export function publicDocument(document: unknown): unknown {
  return withoutPrivate(document, []);
}

function withoutPrivate(value: unknown, within: readonly object[]): unknown {
  if (typeof value === "string") return withoutAccount(value);
  if (typeof value !== "object" || value === null) return value;
  if (within.includes(value)) {
    throw new PolicyError("InvalidContract", "expected an OpenAPI document of which no part holds itself");
  }
  const inner = [...within, value];
  if (Array.isArray(value)) return value.map((each) => withoutPrivate(each, inner));
  const kept = Object.entries(value).flatMap(([key, each]) =>
    keptOf(key, each).map((part) => [key, withoutPrivate(part, inner)] as const),
  );
  return Object.fromEntries(kept);
}

/** A property as it is kept; none where it is not. */
function keptOf(key: string, value: unknown): unknown[] {
  if (!key.startsWith(EXTENSION)) return [value];
  const name = key.slice(EXTENSION.length);
  const kept = Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
  if (kept === undefined) return [];
  if (kept === "all") return [value];
  return [Object.fromEntries(Object.entries(Object(value)).filter(([property]) => kept.includes(property)))];
}

function withoutAccount(text: string): string {
  return text.replace(/(\barn:aws[a-z-]{0,20}:[a-z0-9-]{0,40}:[a-z0-9-]{0,40}:)\d{12}(?!\d)/g, "$1<account>");
}
