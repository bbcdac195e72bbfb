/**
 * Events of payload format 1.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.payload-format
 */
import { lastValue } from "../../header.ts";
import { multiValueMaps, nullableRecord } from "../../multi-value.ts";
import { formatRequestTime } from "../../request-time.ts";
import type { HttpApi } from "../http-api.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { type HttpIdentity, identityText } from "../http-identity.ts";
import { routeArn } from "../route-arn.ts";
import { bodyFields } from "./body-fields.ts";
import { combined } from "./combined.ts";
import { decodedParameters } from "./decoded-parameters.ts";

/** What the authorizer is asked. Without the maps of multiple values, duplicates are combined. */
export function authorizerEvent1(
  identity: HttpIdentity,
  exchange: HttpExchange,
  api: HttpApi,
): Record<string, unknown> {
  const identitySource = identity.length === 0 ? null : identity.map(identityText).join(",");
  return {
    version: "1.0",
    type: "REQUEST",
    methodArn: routeArn(exchange, api),
    identitySource,
    authorizationToken: identitySource,
    ...targetFields(exchange),
    headers: combined(exchange.headers, (name) => name.toLowerCase()),
    queryStringParameters: combined(exchange.query ?? []),
    pathParameters: Object.fromEntries(decodedParameters(exchange)),
    stageVariables: Object.fromEntries(api.definition.stageVariables),
    requestContext: requestContext(exchange, api),
  };
}

export function proxyEvent1(exchange: HttpExchange, api: HttpApi): Record<string, unknown> {
  const headers = multiValueMaps(exchange.headers, (name) => name.toLowerCase());
  const parameters = multiValueMaps(exchange.query ?? []);
  return {
    version: "1.0",
    ...targetFields(exchange),
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: parameters.single,
    multiValueQueryStringParameters: parameters.multi,
    requestContext: { ...requestContext(exchange, api), authorizer: authorizer(exchange) },
    pathParameters: nullableRecord(decodedParameters(exchange)),
    stageVariables: nullableRecord(api.definition.stageVariables),
    ...bodyFields(exchange),
  };
}

function targetFields(exchange: HttpExchange): Record<string, unknown> {
  const { request } = exchange;
  return { resource: matchOf(exchange).route.template, path: request.rawPath, httpMethod: request.method };
}

function requestContext(
  exchange: HttpExchange,
  { definition, domainName }: HttpApi,
): Record<string, unknown> {
  const { request, requestId, receivedAt, protocol } = exchange;
  return {
    accountId: definition.accountId,
    apiId: definition.apiId,
    domainName,
    domainPrefix: definition.apiId,
    extendedRequestId: requestId,
    httpMethod: request.method,
    identity: identityFields(exchange),
    path: request.rawPath,
    protocol,
    requestId,
    requestTime: formatRequestTime(receivedAt),
    requestTimeEpoch: receivedAt,
    resourceId: null,
    resourcePath: matchOf(exchange).route.template,
    stage: definition.stage,
  };
}

function identityFields({ request, headers, caller }: HttpExchange): Record<string, string | null> {
  return {
    accessKey: caller?.accessKeyId ?? null,
    accountId: caller?.accountId ?? null,
    caller: caller?.userId ?? null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: caller?.userId ?? null,
    userAgent: lastValue(headers, "user-agent") ?? null,
    userArn: caller?.arn ?? null,
  };
}

/** The authorizer's context, under which its `principalId` cannot be replaced. */
function authorizer({ authorization, jwt }: HttpExchange): Record<string, unknown> {
  const claims = jwt ? Object.fromEntries(jwt.claims) : null;
  const own = { claims, scopes: jwt?.scopes ?? null };
  if (!authorization) return own;
  const { result } = authorization;
  return { ...own, ...result.context, ...(result.form === "policy" && { principalId: result.principalId }) };
}
