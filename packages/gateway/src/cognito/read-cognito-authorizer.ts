/**
 * Authorizers that are user pools, in `components.securitySchemes`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
 */
import type { CognitoAuthorizer, HeaderSource } from "../api-definition.ts";
import { describe, member, type Problems, refuseUnknown } from "../definition/problems.ts";
import { readIdentitySources } from "../definition/read-identity-source.ts";
import { isRecord } from "../record.ts";
import { parseUserPoolArn } from "./user-pool-arn.ts";

const AUTHORIZER = "x-amazon-apigateway-authorizer";
const TYPE = "cognito_user_pools";

const MEMBERS = [
  "type",
  "providerARNs",
  "identitySource",
  "identityValidationExpression",
  // A token is verified with every request, which is stricter than any time to live.
  "authorizerResultTtlInSeconds",
];

/** Whether a security scheme says that its authorizer is a user pool. */
export function hasUserPools(scheme: unknown): boolean {
  return member(scheme, "x-amazon-apigateway-authtype") === TYPE;
}

export function readCognitoAuthorizer(
  name: string,
  scheme: unknown,
  at: string,
  problems: Problems,
): CognitoAuthorizer | undefined {
  const authorizer = member(scheme, AUTHORIZER);
  const inside = `${at}.${AUTHORIZER}`;
  if (!isRecord(authorizer)) return problems.add(inside, `expected an object, came ${describe(authorizer)}`);
  const type = member(authorizer, "type");
  if (type !== TYPE) return problems.add(`${inside}.type`, `expected \`${TYPE}\`, came ${describe(type)}`);
  refuseUnknown(authorizer, MEMBERS, inside, problems);
  const providerArns = readProviderArns(member(authorizer, "providerARNs"), inside, problems);
  const source = readSource(scheme, authorizer, inside, problems);
  const expression = readExpression(member(authorizer, "identityValidationExpression"), inside, problems);
  if (!providerArns || !source || expression === undefined) return undefined;
  return {
    type: "COGNITO_USER_POOLS",
    name,
    providerArns,
    identitySources: [source],
    ...(expression !== "" && { identityValidationExpression: expression }),
  };
}

function readProviderArns(arns: unknown, at: string, problems: Problems): string[] | undefined {
  const inside = `${at}.providerARNs`;
  if (!Array.isArray(arns) || arns.length === 0) {
    return problems.add(inside, `expected a list of user pools, came ${describe(arns)}`);
  }
  const read = arns.filter((arn) => typeof arn === "string" && parseUserPoolArn(arn) !== undefined);
  if (read.length === arns.length) return [...new Set<string>(read)];
  const stranger: unknown = arns.find((arn) => !read.includes(arn));
  return problems.add(inside, `expected ARNs of user pools, came ${describe(stranger)}`);
}

/** Without an identity source of its own, the token is in the header that the scheme names. */
function readSource(
  scheme: unknown,
  authorizer: Record<string, unknown>,
  at: string,
  problems: Problems,
): HeaderSource | undefined {
  const named = `method.request.header.${String(member(scheme, "name") ?? "Authorization")}`;
  const text = member(authorizer, "identitySource") ?? named;
  const inside = `${at}.identitySource`;
  if (typeof text !== "string") return problems.add(inside, `expected text, came ${describe(text)}`);
  const before = problems.lines.length;
  const [source, ...others] = readIdentitySources(text, inside, problems);
  if (problems.lines.length > before) return undefined;
  if (source?.kind === "header" && others.length === 0) return source;
  return problems.add(inside, "expected one `method.request.header.{name}` for a user pool");
}

/** Empty when there is none. */
function readExpression(expression: unknown, at: string, problems: Problems): string | undefined {
  if (expression === undefined) return "";
  if (typeof expression === "string" && isRegularExpression(expression)) return expression;
  return problems.add(
    `${at}.identityValidationExpression`,
    `expected a regular expression, came ${describe(expression)}`,
  );
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, "u") instanceof RegExp && new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
