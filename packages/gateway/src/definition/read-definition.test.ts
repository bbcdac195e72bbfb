import { describe, expect, it } from "vitest";
import { contract, INTEGRATION, operation, scheme, uri } from "../../test/petstore.ts";
import { GatewayError } from "../errors.ts";
import { readDefinition } from "./read-definition.ts";

function problems(document: unknown): readonly string[] {
  try {
    readDefinition(document);
    return [];
  } catch (error) {
    if (error instanceof GatewayError && error.code === "UnsupportedDefinition") return error.problems;
    throw error;
  }
}

function authorizers(document: object): unknown[] {
  return readDefinition(document).resources.flatMap(({ methods }) =>
    [...methods.values()].map(
      ({ authorization }) => authorization.type === "CUSTOM" && authorization.authorizer,
    ),
  );
}

function withOperation(operation: unknown, verb = "get"): object {
  return contract({}, { paths: { "/x": { [verb]: operation } } });
}

describe("a contract", () => {
  it("gives the resources with their parents, the most specific first", () => {
    const { resources } = readDefinition(contract());
    expect(resources.map(({ template, methods }) => `${template} ${[...methods.keys()]}`)).toEqual([
      "/ GET",
      "/open GET,POST",
      "/petstore ",
      "/petstore/v1 ",
      "/petstore/v2 ",
      "/petstore/v1/pets GET,POST",
      "/petstore/v1/pets/{petId} GET",
      "/petstore/v2/{proxy+} ANY",
      "/open/{proxy+} ANY",
    ]);
  });

  it("stands in a default place", () => {
    const { region, accountId, apiId, stage } = readDefinition(contract());
    expect([region, accountId, apiId, stage]).toEqual(["eu-west-1", "111122223333", "abcdef1234", "dev"]);
  });

  it("stands where the settings say", () => {
    const settings = { region: "us-gov-west-1", accountId: "000000000001", apiId: "z9", stage: "prod" };
    expect(readDefinition(contract(), settings)).toMatchObject(settings);
  });

  it.each([
    ["region", { region: "Ireland" }],
    ["accountId", { accountId: "1" }],
    ["apiId", { apiId: "a/b" }],
    ["stage", { stage: "dev/x" }],
    ["stageVariables.a b", { stageVariables: { "a b": "c" } }],
    ["stageVariables.a", { stageVariables: { a: "c d" } }],
    ["endpointType", { endpointType: "HTTP" as "REGIONAL" }],
  ])("does not stand where %s is none", (name, settings) => {
    expect(() => readDefinition(contract(), settings)).toThrow(
      expect.objectContaining({
        code: "InvalidSetting",
        message: expect.stringContaining(`${name}: expected`),
      }),
    );
  });
});

describe("security", () => {
  it.each([
    ["an operation's own is what counts", [{ groups: [] }], "CUSTOM", "authorizer"],
    ["an empty list leaves it open", [], "NONE", undefined],
    ["an operation's own replaces the root's", [{ others: [] }], "CUSTOM", "other"],
  ])("%s", (_, security, type, functionName) => {
    const document = contract(
      {},
      {
        paths: { "/x": { get: operation({ security }) } },
        components: {
          securitySchemes: { groups: scheme(), others: scheme({ authorizerUri: uri("other") }) },
        },
      },
    );
    const [method] = readDefinition(document).resources.flatMap(({ methods }) => [...methods.values()]);
    expect(method?.authorization.type).toBe(type);
    if (type === "CUSTOM") expect(method?.authorization).toMatchObject({ authorizer: { functionName } });
  });

  it("at the root alone is refused, for API Gateway would leave the operation open", () => {
    const bare = { "x-amazon-apigateway-integration": INTEGRATION };
    expect(problems(contract({}, { paths: { "/x": { get: bare } }, security: [{ groups: [] }] }))).toEqual([
      expect.stringContaining("paths./x.get.security: expected it here"),
    ]);
  });

  it("is NONE where nothing says otherwise", () => {
    const bare = { "x-amazon-apigateway-integration": INTEGRATION };
    expect(authorizers(contract({}, { paths: { "/x": { get: bare } } }))).toEqual([false]);
  });
});

describe("an authorizer", () => {
  it.each([
    [
      "TOKEN, by the scheme's header",
      {},
      {
        type: "TOKEN",
        resultTtlInSeconds: 300,
        identitySources: [{ kind: "header", name: "Authorization" }],
      },
    ],
    [
      "TOKEN, by its own source",
      { identitySource: "method.request.header.X-Token", identityValidationExpression: "Bearer .+" },
      {
        type: "TOKEN",
        identitySources: [{ kind: "header", name: "X-Token" }],
        identityValidationExpression: "Bearer .+",
      },
    ],
    [
      "REQUEST, by several sources",
      {
        type: "request",
        authorizerResultTtlInSeconds: 3600,
        identitySource:
          "method.request.header.X-Token, method.request.querystring.tenant,stageVariables.env,context.identity.sourceIp",
      },
      {
        type: "REQUEST",
        resultTtlInSeconds: 3600,
        identitySources: [
          { kind: "header", name: "X-Token" },
          { kind: "querystring", name: "tenant" },
          { kind: "stageVariable", name: "env" },
          { kind: "context", name: "identity.sourceIp" },
        ],
      },
    ],
    [
      "REQUEST, by none when nothing is cached",
      { type: "request", authorizerResultTtlInSeconds: 0 },
      { type: "REQUEST", resultTtlInSeconds: 0, identitySources: [] },
    ],
  ])("is a %s", (_, authorizer, expected) => {
    expect(authorizers(contract(authorizer))).toContainEqual(
      expect.objectContaining({ name: "groups", functionName: "authorizer", ...expected }),
    );
  });

  const at = "components.securitySchemes.groups.x-amazon-apigateway-authorizer";
  it.each([
    ["a TTL of 3601", { authorizerResultTtlInSeconds: 3601 }, "authorizerResultTtlInSeconds"],
    ["a negative TTL", { authorizerResultTtlInSeconds: -1 }, "authorizerResultTtlInSeconds"],
    ["a TTL in text", { authorizerResultTtlInSeconds: "300" }, "authorizerResultTtlInSeconds"],
    ["caching by nothing", { type: "request" }, "identitySource"],
    ["caching by empty text", { type: "request", identitySource: " " }, "identitySource"],
    [
      "a path parameter as source",
      { type: "request", identitySource: "method.request.path.id" },
      "identitySource",
    ],
    ["a source of an HTTP API", { type: "request", identitySource: "$request.header.A" }, "identitySource"],
    [
      "an unknown context variable",
      { type: "request", identitySource: "context.toString" },
      "identitySource",
    ],
    ["a query string for a token", { identitySource: "method.request.querystring.a" }, "identitySource"],
    [
      "two headers for a token",
      { identitySource: "method.request.header.A,method.request.header.B" },
      "identitySource",
    ],
    ["a broken expression", { identityValidationExpression: "(" }, "identityValidationExpression"],
    [
      "an expression that closes early",
      { identityValidationExpression: "a)|(b" },
      "identityValidationExpression",
    ],
    ["a bare function ARN", { authorizerUri: "arn:aws:lambda:eu-west-1:1:function:f" }, "authorizerUri"],
    ["a Cognito user pool", { type: "cognito_user_pools" }, "type"],
    ["what an HTTP API has", { enableSimpleResponses: true }, "enableSimpleResponses"],
  ])("is refused with %s", (_, authorizer, member) => {
    expect(problems(contract(authorizer))).toEqual([expect.stringContaining(`${at}.${member}: `)]);
  });

  it.each([
    ["cognito_user_pools", "authorizer.type: expected `cognito_user_pools`, came `token`"],
    ["awsSigv4", "authorizer: expected none"],
    ["oauth2", "authtype: expected `custom`, came `oauth2`"],
    [undefined, "authtype: expected `custom`"],
  ])("is refused with the authtype %s", (authtype, problem) => {
    const groups = { ...scheme(), "x-amazon-apigateway-authtype": authtype };
    expect(problems(contract({}, { components: { securitySchemes: { groups } } }))).toEqual([
      expect.stringContaining(`components.securitySchemes.groups.x-amazon-apigateway-${problem}`),
    ]);
  });
});

describe("what cannot be honoured is refused by its place", () => {
  const get = "paths./x.get";
  const integration = `${get}.x-amazon-apigateway-integration`;
  it.each([
    [
      "an AWS service",
      withOperation(operation({ "x-amazon-apigateway-integration": { type: "aws" } })),
      `${integration}.type`,
    ],
    [
      "HTTP",
      withOperation(operation({ "x-amazon-apigateway-integration": { type: "http" } })),
      `${integration}.type`,
    ],
    ["no integration", withOperation({}), integration],
    [
      "another method than POST",
      withOperation({ "x-amazon-apigateway-integration": { ...INTEGRATION, httpMethod: "GET" } }),
      `${integration}.httpMethod`,
    ],
    [
      "mapped parameters",
      withOperation({ "x-amazon-apigateway-integration": { ...INTEGRATION, requestParameters: {} } }),
      `${integration}.requestParameters`,
    ],
    [
      "a timeout over 29 seconds",
      withOperation({ "x-amazon-apigateway-integration": { ...INTEGRATION, timeoutInMillis: 29_001 } }),
      `${integration}.timeoutInMillis`,
    ],
    [
      "a validator",
      withOperation(operation({ "x-amazon-apigateway-request-validator": "all" })),
      `${get}.x-amazon-apigateway-request-validator`,
    ],
    ["TRACE", withOperation(operation(), "trace"), "paths./x.trace"],
    ["a reference", contract({}, { paths: { "/x": { $ref: "#/x" } } }), "paths./x.$ref"],
    ["an unknown scheme", withOperation(operation({ security: [{ none: [] }] })), `${get}.security.none`],
    ["scopes", withOperation(operation({ security: [{ groups: ["read"] }] })), `${get}.security.groups`],
    ["two schemes", withOperation(operation({ security: [{ groups: [], key: [] }] })), `${get}.security`],
    ["alternatives", withOperation(operation({ security: [{ groups: [] }, {}] })), `${get}.security`],
    ["optional security", withOperation(operation({ security: [{}] })), `${get}.security`],
    ["a resource policy", contract({}, { "x-amazon-apigateway-policy": {} }), "x-amazon-apigateway-policy"],
    [
      "a validator of another form",
      contract({}, { "x-amazon-apigateway-request-validators": { all: { validateAll: true } } }),
      "x-amazon-apigateway-request-validators.all.validateAll",
    ],
    [
      "keys from elsewhere",
      contract({}, { "x-amazon-apigateway-api-key-source": "QUERY" }),
      "x-amazon-apigateway-api-key-source",
    ],
    ["an unknown extension", contract({}, { "X-Amazon-ApiGateway-New": 1 }), "X-Amazon-ApiGateway-New"],
    [
      "an extension in the wrong place",
      contract({}, { info: { "x-amazon-apigateway-integration": {} } }),
      "info.x-amazon-apigateway-integration",
    ],
    ["OpenAPI 3.1", contract({}, { openapi: "3.1.0" }), "openapi"],
    ["no paths", contract({}, { paths: undefined }), "paths"],
    ["a template that is none", contract({}, { paths: { "/a{b}": { get: operation() } } }), "paths./a{b}"],
    [
      "two names for one parameter",
      contract({}, { paths: { "/a/{b}": { get: operation() }, "/a/{c}/d": { get: operation() } } }),
      "paths./a/{c}/d",
    ],
    [
      "media types that are no list",
      contract({}, { "x-amazon-apigateway-binary-media-types": "*/*" }),
      "x-amazon-apigateway-binary-media-types",
    ],
  ])("%s", (_, document, at) => {
    expect(problems(document)).toEqual([expect.stringContaining(`${at}: `)]);
  });

  it("all of it at once", () => {
    const document = contract({ authorizerResultTtlInSeconds: 3601 }, { "x-amazon-apigateway-policy": {} });
    expect(problems({ ...document, openapi: "2.0" })).toHaveLength(3);
  });

  it.each([[null], [undefined], [7], ["openapi"], [[]]])("a document that is %j", (document) => {
    expect(problems(document)).toEqual([
      expect.stringContaining("openapi: "),
      expect.stringContaining("paths: "),
    ]);
  });
});

describe("a gateway response", () => {
  const at = "x-amazon-apigateway-gateway-responses";
  it.each([
    ["an unknown type", { TEAPOT: {} }, "TEAPOT"],
    ["the type that cannot be customised", { REQUEST_TOO_LARGE: {} }, "REQUEST_TOO_LARGE"],
    ["a type of an object's prototype", { toString: {} }, "toString"],
    ["a status that is none", { THROTTLED: { statusCode: 99 } }, "THROTTLED.statusCode"],
    ["an unknown member", { THROTTLED: { body: "" } }, "THROTTLED.body"],
    [
      "an unquoted value",
      { THROTTLED: { responseParameters: { "gatewayresponse.header.A": "b" } } },
      "THROTTLED.responseParameters.gatewayresponse.header.A",
    ],
    [
      "a variable that no request has",
      { THROTTLED: { responseParameters: { "gatewayresponse.header.A": "context.nothing" } } },
      "THROTTLED.responseParameters.gatewayresponse.header.A",
    ],
    [
      "what is no header",
      { THROTTLED: { responseParameters: { "gatewayresponse.body": "'b'" } } },
      "THROTTLED.responseParameters.gatewayresponse.body",
    ],
    [
      "a template that is no text",
      { THROTTLED: { responseTemplates: { "application/json": {} } } },
      "THROTTLED.responseTemplates.application/json",
    ],
  ])("is refused with %s", (_, responses, place) => {
    expect(problems(contract({}, { [at]: responses }))).toEqual([
      expect.stringContaining(`${at}.${place}: `),
    ]);
  });
});
