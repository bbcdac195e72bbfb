/**
 * Where a contract asks for signatures of version 4: a security scheme, or an operation's own extension.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html
 */
import type { MethodAuthorization } from "../api-definition.ts";
import { isRecord } from "../record.ts";
import { describe, member, type Problems, refuseUnknown } from "./problems.ts";

const AUTH = "x-amazon-apigateway-auth";

/** Stands for a security scheme that needs no authorizer: the signature says who calls. */
export const AWS_IAM = "AWS_IAM";

export function isSigV4Scheme(scheme: unknown): boolean {
  return member(scheme, "x-amazon-apigateway-authtype") === "awsSigv4";
}

export function readSigV4Scheme(scheme: unknown, at: string, problems: Problems): typeof AWS_IAM | undefined {
  const authorizer = "x-amazon-apigateway-authorizer";
  if (member(scheme, authorizer) !== undefined) {
    return problems.add(`${at}.${authorizer}`, "expected none beside the authtype `awsSigv4`");
  }
  const name = member(scheme, "name");
  const isAuthorization = typeof name === "string" && name.toLowerCase() === "authorization";
  if (member(scheme, "type") === "apiKey" && member(scheme, "in") === "header" && isAuthorization)
    return AWS_IAM;
  return problems.add(at, "expected an `apiKey` in the header `Authorization` for the authtype `awsSigv4`");
}

/**
 * Reads an operation's extension beside what its security says; `security` when there is no extension.
 */
export function readAuth<Authorization extends { readonly type: string } = MethodAuthorization>(
  operation: Record<string, unknown>,
  security: Authorization | undefined,
  at: string,
  problems: Problems,
): Authorization | { readonly type: "NONE" } | { readonly type: "AWS_IAM" } | undefined {
  const auth = member(operation, AUTH);
  if (auth === undefined || security === undefined) return security;
  const inside = `${at}.${AUTH}`;
  if (!isRecord(auth)) return problems.add(inside, `expected an object, came ${describe(auth)}`);
  refuseUnknown(auth, ["type"], inside, problems);
  const { type } = auth;
  if (type !== "NONE" && type !== "AWS_IAM") {
    return problems.add(`${inside}.type`, `expected \`NONE\` or \`AWS_IAM\`, came ${describe(type)}`);
  }
  if (security.type === type || security.type === "NONE") return { type };
  return problems.add(`${inside}.type`, `expected what \`security\` says, came \`${type}\``);
}
