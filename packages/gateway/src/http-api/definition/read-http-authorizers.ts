/**
 * Authorizers of HTTP APIs, in `components.securitySchemes`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
import { describe, member, type Problems, refuseUnknown } from "../../definition/problems.ts";
import { readTtl } from "../../definition/read-authorizer.ts";
import { type AWS_IAM, isSigV4Scheme, readSigV4Scheme } from "../../definition/read-iam-auth.ts";
import { readSchemes } from "../../definition/read-schemes.ts";
import { fillStageVariables } from "../../integration/read-stage-variables.ts";
import { isRecord } from "../../record.ts";
import type { HttpLambdaAuthorizer, JwtAuthorizer } from "../http-api-definition.ts";
import { readHttpFunctionName } from "./read-http-function-name.ts";
import { readHttpIdentitySources } from "./read-http-identity-source.ts";
import { readJwtAuthorizer } from "./read-jwt-authorizer.ts";
import { readPayloadFormatVersion } from "./read-payload-format-version.ts";

const AUTHORIZER = "x-amazon-apigateway-authorizer";
const AUTHTYPE = "x-amazon-apigateway-authtype";

/** Scheme name → authorizer; `undefined` where the scheme was refused. */
export type HttpAuthorizers = ReadonlyMap<
  string,
  HttpLambdaAuthorizer | JwtAuthorizer | typeof AWS_IAM | undefined
>;

const MEMBERS = [
  "type",
  "authorizerUri",
  // The role that API Gateway assumes to invoke the function; there is none to assume here.
  "authorizerCredentials",
  "authorizerPayloadFormatVersion",
  "authorizerResultTtlInSeconds",
  "enableSimpleResponses",
  "identitySource",
];

export function readHttpAuthorizers(
  document: unknown,
  stageVariables: ReadonlyMap<string, string>,
  problems: Problems,
): HttpAuthorizers {
  return readSchemes(
    document,
    (name, scheme, at) => readScheme(name, scheme, stageVariables, at, problems),
    problems,
  );
}

function readScheme(
  name: string,
  scheme: unknown,
  stageVariables: ReadonlyMap<string, string>,
  at: string,
  problems: Problems,
) {
  if (isSigV4Scheme(scheme)) return readSigV4Scheme(scheme, at, problems);
  const authtype = member(scheme, AUTHTYPE) ?? "custom";
  if (authtype !== "custom")
    return problems.add(`${at}.${AUTHTYPE}`, `expected \`custom\`, came ${describe(authtype)}`);
  const authorizer = member(scheme, AUTHORIZER);
  const inside = `${at}.${AUTHORIZER}`;
  if (!isRecord(authorizer)) return problems.add(inside, `expected an object, came ${describe(authorizer)}`);
  const type = member(authorizer, "type");
  if (type === "request") return readLambdaAuthorizer(name, authorizer, stageVariables, inside, problems);
  if (type === "jwt") return readJwtAuthorizer(name, scheme, authorizer, inside, problems);
  return problems.add(`${inside}.type`, `expected \`request\` or \`jwt\`, came ${describe(type)}`);
}

function readLambdaAuthorizer(
  name: string,
  authorizer: Record<string, unknown>,
  stageVariables: ReadonlyMap<string, string>,
  at: string,
  problems: Problems,
): HttpLambdaAuthorizer | undefined {
  refuseUnknown(authorizer, MEMBERS, at, problems);
  const atUri = `${at}.authorizerUri`;
  const uri = fillStageVariables(member(authorizer, "authorizerUri"), stageVariables, atUri, problems);
  const functionName = readHttpFunctionName(uri, atUri, problems);
  const payloadFormatVersion = readPayloadFormatVersion(
    member(authorizer, "authorizerPayloadFormatVersion"),
    `${at}.authorizerPayloadFormatVersion`,
    problems,
  );
  const identitySources = readHttpIdentitySources(
    member(authorizer, "identitySource") ?? "",
    `${at}.identitySource`,
    problems,
  );
  const enableSimpleResponses = readSimpleResponses(authorizer, payloadFormatVersion, at, problems);
  if (functionName === undefined || !payloadFormatVersion || !identitySources) return undefined;
  const resultTtlInSeconds = readResultTtl(authorizer, identitySources, at, problems);
  if (resultTtlInSeconds === undefined || enableSimpleResponses === undefined) return undefined;
  return {
    type: "REQUEST",
    name,
    functionName,
    payloadFormatVersion,
    enableSimpleResponses,
    resultTtlInSeconds,
    identitySources,
  };
}

function readSimpleResponses(
  authorizer: Record<string, unknown>,
  version: HttpLambdaAuthorizer["payloadFormatVersion"] | undefined,
  at: string,
  problems: Problems,
): boolean | undefined {
  const inside = `${at}.enableSimpleResponses`;
  const enabled = member(authorizer, "enableSimpleResponses") ?? false;
  if (typeof enabled !== "boolean")
    return problems.add(inside, `expected \`true\` or \`false\`, came ${describe(enabled)}`);
  if (!enabled || version !== "1.0") return enabled;
  return problems.add(inside, "expected the payload format version `2.0` beside it, came `1.0`");
}

/** Results can be kept by identity sources alone; without them, nothing is kept unless that was asked for. */
function readResultTtl(
  authorizer: Record<string, unknown>,
  identitySources: readonly unknown[],
  at: string,
  problems: Problems,
): number | undefined {
  const given = member(authorizer, "authorizerResultTtlInSeconds");
  const hasSources = identitySources.length > 0;
  const ttl = given === undefined && !hasSources ? 0 : readTtl(given, at, problems);
  if (ttl === undefined || ttl === 0 || hasSources) return ttl;
  return problems.add(
    `${at}.identitySource`,
    `expected an identity source because results are cached for ${ttl} seconds, came none`,
  );
}
