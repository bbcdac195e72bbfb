/**
 * What an authorizer returned, checked once and then trusted.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.payload-format-response
 */
import type { PreparedPolicies } from "@lychgate/evaluation";
import { checkPolicy } from "../authorizer-result.ts";
import { isRecord } from "../record.ts";
import type { HttpLambdaAuthorizer } from "./http-api-definition.ts";

export type HttpAuthorizerResult =
  | {
      readonly form: "policy";
      readonly principalId: string;
      readonly policies: PreparedPolicies;
      readonly context: AuthorizerContext;
    }
  | { readonly form: "simple"; readonly isAuthorized: boolean; readonly context: AuthorizerContext };

/** Unlike in REST APIs, its values may be lists and objects. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

/** A result, or what is wrong with it, told without the caller's values. */
export function checkHttpAuthorizerResult(
  value: unknown,
  { enableSimpleResponses }: Pick<HttpLambdaAuthorizer, "enableSimpleResponses">,
  requirePrincipalId: boolean,
): HttpAuthorizerResult | string {
  if (!isRecord(value)) return "expected the result to be an object";
  const context = value.context ?? {};
  if (!isRecord(context)) return "expected `context` to be an object";
  return enableSimpleResponses
    ? checkSimple(value, context)
    : checkPolicyForm(value, context, requirePrincipalId);
}

function checkSimple(
  { isAuthorized }: Record<string, unknown>,
  context: AuthorizerContext,
): HttpAuthorizerResult | string {
  if (typeof isAuthorized !== "boolean") return "expected `isAuthorized` to be `true` or `false`";
  return { form: "simple", isAuthorized, context };
}

function checkPolicyForm(
  { principalId = "", policyDocument }: Record<string, unknown>,
  context: AuthorizerContext,
  requirePrincipalId: boolean,
): HttpAuthorizerResult | string {
  if (typeof principalId !== "string") return "expected `principalId` to be a string";
  if (requirePrincipalId && principalId === "") return "expected `principalId`, came none";
  const policies = checkPolicy(policyDocument);
  return typeof policies === "string" ? policies : { form: "policy", principalId, policies, context };
}
