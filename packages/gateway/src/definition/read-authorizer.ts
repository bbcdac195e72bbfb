/**
 * Lambda authorizers in `components.securitySchemes`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
import type { IdentitySource, LambdaAuthorizer, TokenAuthorizer } from "../api-definition.ts";
import { fillStageVariables } from "../integration/read-stage-variables.ts";
import { isRecord } from "../record.ts";
import { describe, HTTP_API_MEMBERS, member, type Problems, refuseUnknown } from "./problems.ts";
import { readFunctionName } from "./read-function-name.ts";
import { readIdentitySources } from "./read-identity-source.ts";

const AUTHORIZER = "x-amazon-apigateway-authorizer";
const AUTHTYPE = "x-amazon-apigateway-authtype";

const MEMBERS = [
  "type",
  "authorizerUri",
  // The role that API Gateway assumes to invoke the function; there is none to assume here.
  "authorizerCredentials",
  "identitySource",
  "identityValidationExpression",
  "authorizerResultTtlInSeconds",
];

const DEFAULT_TTL = 300;
const MAX_TTL = 3600;

/** Whether a security scheme is API Gateway's at all, rather than documentation. */
export function hasAuthorizer(scheme: unknown): boolean {
  return member(scheme, AUTHORIZER) !== undefined || member(scheme, AUTHTYPE) !== undefined;
}

export function readAuthorizer(
  name: string,
  scheme: unknown,
  stageVariables: ReadonlyMap<string, string>,
  at: string,
  problems: Problems,
): LambdaAuthorizer | undefined {
  const authtype = member(scheme, AUTHTYPE);
  if (authtype !== "custom")
    return problems.add(`${at}.${AUTHTYPE}`, `expected \`custom\`, came ${describe(authtype)}`);
  const authorizer = member(scheme, AUTHORIZER);
  const inside = `${at}.${AUTHORIZER}`;
  if (!isRecord(authorizer)) return problems.add(inside, `expected an object, came ${describe(authorizer)}`);
  refuseUnknown(authorizer, MEMBERS, inside, problems, HTTP_API_MEMBERS);
  const atUri = `${inside}.authorizerUri`;
  const uri = fillStageVariables(member(authorizer, "authorizerUri"), stageVariables, atUri, problems);
  const functionName = readFunctionName(uri, atUri, problems);
  const resultTtlInSeconds = readTtl(member(authorizer, "authorizerResultTtlInSeconds"), inside, problems);
  if (functionName === undefined || resultTtlInSeconds === undefined) return undefined;
  const base = { name, functionName, resultTtlInSeconds };
  const type = member(authorizer, "type");
  if (type === "token") return readTokenAuthorizer(base, scheme, authorizer, inside, problems);
  if (type === "request") return readRequestAuthorizer(base, authorizer, inside, problems);
  return problems.add(`${inside}.type`, `expected \`token\` or \`request\`, came ${describe(type)}`);
}

type Base = Pick<LambdaAuthorizer, "name" | "functionName" | "resultTtlInSeconds">;

export function readTtl(ttl: unknown, at: string, problems: Problems): number | undefined {
  if (ttl === undefined) return DEFAULT_TTL;
  if (typeof ttl === "number" && Number.isInteger(ttl) && ttl >= 0 && ttl <= MAX_TTL) return ttl;
  return problems.add(
    `${at}.authorizerResultTtlInSeconds`,
    `expected an integer from 0 to ${MAX_TTL}, came ${describe(ttl)}`,
  );
}

/** Without an identity source of its own, the token is in the header that the scheme names. */
function readTokenAuthorizer(
  base: Base,
  scheme: unknown,
  authorizer: Record<string, unknown>,
  at: string,
  problems: Problems,
): TokenAuthorizer | undefined {
  const named = `method.request.header.${String(member(scheme, "name") ?? "Authorization")}`;
  const sources = readSources(member(authorizer, "identitySource") ?? named, at, problems);
  if (!sources) return undefined;
  const [source, ...others] = sources;
  if (source?.kind !== "header" || others.length > 0) {
    return problems.add(
      `${at}.identitySource`,
      "expected one `method.request.header.{name}` for a token authorizer",
    );
  }
  const expression = member(authorizer, "identityValidationExpression");
  if (expression === undefined || expression === "")
    return { ...base, type: "TOKEN", identitySources: [source] };
  if (typeof expression !== "string" || !isRegularExpression(expression)) {
    return problems.add(
      `${at}.identityValidationExpression`,
      `expected a regular expression, came ${describe(expression)}`,
    );
  }
  return { ...base, type: "TOKEN", identitySources: [source], identityValidationExpression: expression };
}

/** `identityValidationExpression` has no meaning for a REQUEST authorizer. */
function readRequestAuthorizer(
  base: Base,
  authorizer: Record<string, unknown>,
  at: string,
  problems: Problems,
): LambdaAuthorizer | undefined {
  const sources = readSources(member(authorizer, "identitySource") ?? "", at, problems);
  if (!sources) return undefined;
  if (sources.length === 0 && base.resultTtlInSeconds > 0) {
    return problems.add(
      `${at}.identitySource`,
      `expected an identity source because results are cached for ${base.resultTtlInSeconds} seconds, came none`,
    );
  }
  return { ...base, type: "REQUEST", identitySources: sources };
}

function readSources(text: unknown, at: string, problems: Problems): IdentitySource[] | undefined {
  const inside = `${at}.identitySource`;
  if (typeof text !== "string") return problems.add(inside, `expected text, came ${describe(text)}`);
  const before = problems.lines.length;
  const sources = readIdentitySources(text, inside, problems);
  return problems.lines.length === before ? sources : undefined;
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, "u") instanceof RegExp && new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
