/**
 * What the authorizer needs of an event, of either kind.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
import { type Binding, bindingOf } from "@lychgate/policy";
import { AuthorizerFault } from "./errors.ts";

export interface AuthorizerRequest {
  binding: Binding;
  authorization: Authorization;
}

/** The Authorization header as it came: a bearer token, none, or something that no client sends. */
export type Authorization = { kind: "bearer"; token: string } | { kind: "missing" | "ambiguous" | "other" };

/** API Gateway admits 10,240 bytes of headers in all. */
const MAX_HEADER_LENGTH = 10_240;

/**
 * Reads a TOKEN or a REQUEST event.
 * @throws AuthorizerFault `InvalidEvent` when it is neither
 */
export function prepare(event: unknown): AuthorizerRequest {
  if (!isRecord(event)) throw invalid("expected an object");
  const binding = typeof event.methodArn === "string" ? bindingOf(event.methodArn) : undefined;
  if (!binding) throw invalid("expected `methodArn` to be the ARN of a method");
  if (event.type === "TOKEN") return { binding, authorization: authorizationOf([event.authorizationToken]) };
  if (event.type === "REQUEST") return { binding, authorization: authorizationOf(headerValues(event)) };
  throw invalid("expected `type` to be TOKEN or REQUEST");
}

/** Header names come in the client's casing; a header that came twice stands in full in the second map. */
function headerValues(event: Record<string, unknown>): unknown[] {
  const multiple = valuesIn(event.multiValueHeaders).flat();
  return multiple.length > 0 ? multiple : valuesIn(event.headers);
}

function valuesIn(headers: unknown): unknown[] {
  if (!isRecord(headers)) return [];
  return Object.entries(headers).flatMap(([name, value]) =>
    name.toLowerCase() === "authorization" ? [value] : [],
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
function authorizationOf(values: readonly unknown[]): Authorization {
  const [value, ...rest] = values;
  if (rest.length > 0) return { kind: "ambiguous" };
  if (typeof value !== "string" || value === "") return { kind: "missing" };
  if (value.length > MAX_HEADER_LENGTH) return { kind: "other" };
  const match = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(value);
  return match?.[1] === undefined ? { kind: "other" } : { kind: "bearer", token: match[1] };
}

function invalid(why: string): AuthorizerFault {
  return new AuthorizerFault("InvalidEvent", `authorizer event: ${why}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
