/**
 * The event of a Lambda proxy integration, payload version 1.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
import type { Api } from "./api.ts";
import { contextVariable } from "./context-variable.ts";
import { type Authorization, type Exchange, routeOf } from "./exchange.ts";
import { lastValue } from "./header.ts";
import { matchesMediaType } from "./media-type.ts";
import { multiValueMaps, nullableRecord } from "./multi-value.ts";
import { formatRequestTime } from "./request-time.ts";

export function proxyEvent(exchange: Exchange, api: Api): Record<string, unknown> {
  return { ...requestFields(exchange, api), ...bodyFields(exchange, api) };
}

/** What a REQUEST authorizer is told as well: everything but the body. */
export function requestFields(exchange: Exchange, api: Api): Record<string, unknown> {
  const { resource, path, query, pathParameters } = routeOf(exchange);
  const headers = multiValueMaps(exchange.headers, (name) => name.toLowerCase());
  const parameters = multiValueMaps(query);
  return {
    resource: resource.template,
    path,
    httpMethod: exchange.method,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: parameters.single,
    multiValueQueryStringParameters: parameters.multi,
    pathParameters: nullableRecord(pathParameters),
    stageVariables: nullableRecord(api.definition.stageVariables),
    requestContext: requestContext(exchange, api),
  };
}

function requestContext(exchange: Exchange, api: Api): Record<string, unknown> {
  const { definition, domainName } = api;
  const { resource } = routeOf(exchange);
  return {
    accountId: definition.accountId,
    apiId: definition.apiId,
    deploymentId: api.isCanaryRequest ? "local1" : "local0",
    domainName,
    domainPrefix: definition.apiId,
    extendedRequestId: exchange.extendedRequestId,
    requestId: exchange.requestId,
    requestTime: formatRequestTime(exchange.receivedAt),
    requestTimeEpoch: exchange.receivedAt,
    httpMethod: exchange.method,
    protocol: exchange.protocol,
    path: exchange.requestPath,
    resourcePath: resource.template,
    resourceId: resource.id,
    stage: definition.stage,
    identity: identity(exchange, api),
    ...(exchange.authorization && { authorizer: authorizerContext(exchange.authorization) }),
    ...(exchange.claims && { authorizer: { claims: Object.fromEntries(exchange.claims) } }),
  };
}

function identity(exchange: Exchange, api: Api): Record<string, string | null> {
  return {
    accessKey: exchange.caller?.accessKeyId ?? null,
    accountId: exchange.caller?.accountId ?? null,
    apiKey: contextVariable("identity.apiKey", exchange, api) ?? null,
    apiKeyId: contextVariable("identity.apiKeyId", exchange, api) ?? null,
    caller: exchange.caller?.userId ?? null,
    clientCert: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: exchange.request.sourceIp,
    user: exchange.caller?.userId ?? null,
    userAgent: lastValue(exchange.headers, "user-agent") ?? null,
    userArn: exchange.caller?.arn ?? null,
    ...endpointFields(exchange),
  };
}

function endpointFields({ request: { vpcEndpoint } }: Exchange): Record<string, string> {
  return vpcEndpoint ? { vpcId: vpcEndpoint.vpcId, vpceId: vpcEndpoint.vpcEndpointId } : {};
}

/** The authorizer's context, under which its `principalId` cannot be replaced. */
function authorizerContext({ result, latencyMs }: Authorization): Record<string, unknown> {
  return {
    ...Object.fromEntries(result.context),
    principalId: result.principalId,
    integrationLatency: latencyMs,
  };
}

function bodyFields(exchange: Exchange, api: Api): { body: string | null; isBase64Encoded: boolean } {
  const body = Buffer.from(exchange.request.body);
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const contentType = lastValue(exchange.headers, "content-type") ?? "application/json";
  const binary = matchesMediaType(api.definition.binaryMediaTypes, contentType);
  return { body: body.toString(binary ? "base64" : "utf8"), isBase64Encoded: binary };
}
