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
