/**
 * Events of payload format 2.0. What a request does not have is left out.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.payload-format
 */
import { headerValues, lastValue } from "../../header.ts";
import { decode } from "../../request-target.ts";
import { formatRequestTime } from "../../request-time.ts";
import type { HttpApi } from "../http-api.ts";
import { type HttpExchange, matchOf } from "../http-exchange.ts";
import { type HttpIdentity, identityText } from "../http-identity.ts";
import { routeArn } from "../route-arn.ts";
import { bodyFields } from "./body-fields.ts";
import { combined } from "./combined.ts";
import { decodedParameters } from "./decoded-parameters.ts";

export function authorizerEvent2(
  identity: HttpIdentity,
  exchange: HttpExchange,
  api: HttpApi,
): Record<string, unknown> {
  return {
    version: "2.0",
    type: "REQUEST",
    routeArn: routeArn(exchange, api),
    identitySource: identity.length === 0 ? null : identity.map(identityText),
    ...requestFields(exchange, api),
  };
}

export function proxyEvent2(exchange: HttpExchange, api: HttpApi): Record<string, unknown> {
  const { body, isBase64Encoded } = bodyFields(exchange);
  return {
    version: "2.0",
    ...requestFields(exchange, api),
    ...(body !== null && { body }),
    isBase64Encoded,
  };
}

/** What authorizers and integrations are told alike. The path is decoded, unlike the route's ARN. */
function requestFields(exchange: HttpExchange, api: HttpApi): Record<string, unknown> {
  const { request, query = [] } = exchange;
  const cookies = cookiesOf(exchange);
  const pathParameters = decodedParameters(exchange);
  const { stageVariables } = api.definition;
  return {
    routeKey: matchOf(exchange).route.routeKey,
    rawPath: decodedPath(exchange),
    rawQueryString: request.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers: combinedHeaders(exchange),
    ...(query.length > 0 && { queryStringParameters: combined(query) }),
    requestContext: requestContext(exchange, api),
    ...(pathParameters.size > 0 && { pathParameters: Object.fromEntries(pathParameters) }),
    ...(stageVariables.size > 0 && { stageVariables: Object.fromEntries(stageVariables) }),
  };
}

function decodedPath({ request: { rawPath } }: HttpExchange): string {
  return decode(rawPath) ?? rawPath;
}

function cookiesOf({ headers }: HttpExchange): string[] {
  return headerValues(headers, "cookie")
    .flatMap((value) => value.split(";"))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "");
}

/** Names are in lower case; cookies have a field of their own. */
function combinedHeaders({ headers }: HttpExchange): Record<string, string> {
  const named = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  return combined(named.filter(([name]) => name !== "cookie"));
}

function requestContext(
  exchange: HttpExchange,
  { definition, domainName }: HttpApi,
): Record<string, unknown> {
  const { request, requestId, receivedAt, protocol, headers } = exchange;
  const authorizer = authorizerFields(exchange);
  return {
    accountId: definition.accountId,
    apiId: definition.apiId,
    ...(authorizer && { authorizer }),
    domainName,
    domainPrefix: definition.apiId,
    http: {
      method: request.method,
      path: decodedPath(exchange),
      protocol,
      sourceIp: request.sourceIp,
      userAgent: lastValue(headers, "user-agent") ?? "",
    },
    requestId,
    routeKey: matchOf(exchange).route.routeKey,
    stage: definition.stage,
    time: formatRequestTime(receivedAt),
    timeEpoch: receivedAt,
  };
}

/** Each kind of authorizer has a member of its own. */
function authorizerFields({ authorization, jwt, caller }: HttpExchange): object | undefined {
  if (authorization) return { lambda: authorization.result.context };
  if (jwt) return { jwt: { claims: Object.fromEntries(jwt.claims), scopes: jwt.scopes } };
  if (!caller) return undefined;
  return {
    iam: {
      accessKey: caller.accessKeyId,
      accountId: caller.accountId,
      callerId: caller.userId,
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: caller.arn,
      userId: caller.userId,
    },
  };
}
