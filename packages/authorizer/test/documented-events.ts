/** The events of AWS's documentation, in full. Their values do not fit each other; their shapes count. */

const CLIENT_CERTIFICATE = {
  clientCertPem: "CERT_CONTENT",
  subjectDN: "www.example.com",
  issuerDN: "Example issuer",
  serialNumber: "a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1",
  validity: { notBefore: "May 28 12:30:02 2019 GMT", notAfter: "Aug  5 09:36:04 2021 GMT" },
};

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export const FORMAT_1 = {
  version: "1.0",
  type: "REQUEST",
  methodArn: "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request",
  identitySource: "user1,123",
  authorizationToken: "user1,123",
  resource: "/request",
  path: "/request",
  httpMethod: "GET",
  headers: { "X-AMZ-Date": "20170718T062915Z", Accept: "*/*", HeaderAuth1: "headerValue1" },
  queryStringParameters: { QueryString1: "queryValue1" },
  pathParameters: {},
  stageVariables: { StageVar1: "stageValue1" },
  requestContext: {
    path: "/request",
    accountId: "123456789012",
    resourceId: "05c7jb",
    stage: "test",
    requestId: "...",
    identity: { apiKey: "...", sourceIp: "...", clientCert: CLIENT_CERTIFICATE },
    resourcePath: "/request",
    httpMethod: "GET",
    apiId: "abcdef123",
  },
};

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export const FORMAT_2 = {
  version: "2.0",
  type: "REQUEST",
  routeArn: "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request",
  identitySource: ["user1", "123"],
  routeKey: "$default",
  rawPath: "/my/path",
  rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value",
  cookies: ["cookie1", "cookie2"],
  headers: { header1: "value1", header2: "value2" },
  queryStringParameters: { parameter1: "value1,value2", parameter2: "value" },
  requestContext: {
    accountId: "123456789012",
    apiId: "api-id",
    authentication: { clientCert: CLIENT_CERTIFICATE },
    domainName: "id.execute-api.us-east-1.amazonaws.com",
    domainPrefix: "id",
    http: { method: "POST", path: "/my/path", protocol: "HTTP/1.1", sourceIp: "IP", userAgent: "agent" },
    requestId: "id",
    routeKey: "$default",
    stage: "$default",
    time: "12/Mar/2020:19:03:58 +0000",
    timeEpoch: 1583348638390,
  },
  pathParameters: { parameter1: "value1" },
  stageVariables: { stageVariable1: "value1", stageVariable2: "value2" },
};

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html */
export const CONNECT = {
  type: "REQUEST",
  methodArn: "arn:aws:execute-api:us-east-1:123456789012:abcdef123/default/$connect",
  headers: {
    Connection: "upgrade",
    HeaderAuth1: "headerValue1",
    Host: "abcdef123.execute-api.us-east-1.amazonaws.com",
    "Sec-WebSocket-Key": "...",
    "Sec-WebSocket-Version": "13",
    Upgrade: "websocket",
  },
  multiValueHeaders: {
    Connection: ["upgrade"],
    HeaderAuth1: ["headerValue1"],
    Host: ["abcdef123.execute-api.us-east-1.amazonaws.com"],
    "Sec-WebSocket-Key": ["..."],
    "Sec-WebSocket-Version": ["13"],
    Upgrade: ["websocket"],
  },
  queryStringParameters: { QueryString1: "queryValue1" },
  multiValueQueryStringParameters: { QueryString1: ["queryValue1"] },
  stageVariables: {},
  requestContext: {
    routeKey: "$connect",
    eventType: "CONNECT",
    extendedRequestId: "...",
    requestTime: "19/Jan/2023:21:13:26 +0000",
    messageDirection: "IN",
    stage: "default",
    connectedAt: 1674162806344,
    requestTimeEpoch: 1674162806345,
    identity: { sourceIp: "..." },
    requestId: "...",
    domainName: "abcdef123.execute-api.us-east-1.amazonaws.com",
    connectionId: "...",
    apiId: "abcdef123",
  },
};
