import { CONNECT, FORMAT_1, FORMAT_2 } from "./documented-events.ts";

/** The API and stage that tests call, up to the slash before the verb. */
export const DEV = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/";

export const PROD = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/prod/";

export const PETS = `${DEV}GET/petstore/v1/pets`;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
export function tokenEvent(authorizationToken: string | undefined, methodArn = PETS) {
  return { type: "TOKEN", methodArn, ...(authorizationToken !== undefined && { authorizationToken }) };
}

/** A REQUEST event, as wide as API Gateway sends it. */
export function requestEvent(headers: unknown, multiValueHeaders: unknown = null) {
  return {
    type: "REQUEST",
    methodArn: PETS,
    resource: "/petstore/v1/pets",
    path: "/petstore/v1/pets",
    httpMethod: "GET",
    headers,
    multiValueHeaders,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: {},
    stageVariables: null,
    requestContext: { stage: "dev", identity: { sourceIp: "192.0.2.10" }, addedNextYear: true },
  };
}

/** What events of HTTP APIs are made of. */
export interface HttpRequest {
  authorization?: string;
  method?: string;
  path?: string;
  sourceIp?: string;
  identitySource?: unknown;
  /** The API and stage, up to the slash before the verb. */
  prefix?: string;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export function httpEvent1(request: HttpRequest = {}) {
  const { authorization, method = "GET", path = "/petstore/v1/pets", prefix = DEV } = request;
  const { identitySource = authorization ?? null, sourceIp = "192.0.2.10" } = request;
  return {
    ...FORMAT_1,
    methodArn: `${prefix}${method}${path}`,
    identitySource,
    authorizationToken: identitySource,
    headers: { ...FORMAT_1.headers, ...(authorization !== undefined && { Authorization: authorization }) },
    requestContext: { ...FORMAT_1.requestContext, identity: { sourceIp } },
  };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export function httpEvent2(request: HttpRequest = {}) {
  const { authorization, method = "GET", path = "/petstore/v1/pets", prefix = DEV } = request;
  const { sourceIp = "192.0.2.10" } = request;
  const { identitySource = authorization === undefined ? null : [authorization] } = request;
  const rawPath = prefix === DEV ? `/dev${path}` : path;
  const http = { ...FORMAT_2.requestContext.http, method, path: rawPath, sourceIp };
  return {
    ...FORMAT_2,
    routeArn: `${prefix}${method}${path}`,
    identitySource,
    rawPath,
    headers: { ...FORMAT_2.headers, ...(authorization !== undefined && { authorization }) },
    requestContext: { ...FORMAT_2.requestContext, http },
  };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html */
export function connectEvent(headers: object = {}, queryStringParameters: object | null = null) {
  const single = { ...CONNECT.headers, ...headers };
  return {
    ...CONNECT,
    methodArn: `${DEV}$connect`,
    headers: single,
    multiValueHeaders: Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]])),
    queryStringParameters,
    multiValueQueryStringParameters: null,
  };
}
