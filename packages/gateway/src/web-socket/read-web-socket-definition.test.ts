import { describe, expect, it } from "vitest";
import { patched } from "../../test/case-gateway.ts";
import { CHAT } from "../../test/chat.ts";
import { uri } from "../../test/petstore.ts";
import { isWebSocketDefinition, readWebSocketDefinition } from "./read-web-socket-definition.ts";

function problemsOf(patch: object, settings: object = {}): string {
  try {
    readWebSocketDefinition(patched(CHAT, patch), settings);
    return "none";
  } catch (error) {
    return String(error instanceof Error && error.message);
  }
}

describe("a WebSocket API", () => {
  it("is read with its routes, authorizer and integrations", () => {
    const definition = readWebSocketDefinition(CHAT, { stage: "prod" });
    const chat = { functionName: "chat", timeoutInMillis: 29_000 };
    const identitySources = [{ kind: "header", name: "Authorization" }];
    expect(definition).toEqual({
      name: "chat",
      region: "eu-west-1",
      accountId: "111122223333",
      apiId: "abcdef1234",
      stage: "prod",
      stageVariables: new Map(),
      routeSelection: ["action"],
      connect: {
        authorization: {
          type: "CUSTOM",
          authorizer: { name: "gate", functionName: "gate", identitySources },
        },
        integration: chat,
      },
      disconnect: chat,
      routes: new Map([
        ["$default", { key: "$default", integration: chat, responds: false }],
        ["echo", { key: "echo", integration: chat, responds: true }],
      ]),
    });
  });

  it("has stage variables, of which settings are the last word", () => {
    const document = patched(CHAT, { stageVariables: { room: "blue", table: "one" } });
    const { stageVariables } = readWebSocketDefinition(document, { stageVariables: { room: "red" } });
    expect(Object.fromEntries(stageVariables)).toEqual({ room: "red", table: "one" });
  });

  it.each([
    [CHAT, true],
    [{ protocolType: "HTTP" }, false],
    [{ openapi: "3.0.1" }, false],
    [null, false],
  ])("is told by its protocol: %j", (document, is) => {
    expect(isWebSocketDefinition(document)).toBe(is);
  });
});

const CONNECT = "routes.$connect";

describe("a WebSocket API is refused", () => {
  it.each<[object, string]>([
    [{ protocolType: "HTTP" }, "protocolType: expected `WEBSOCKET`, came `HTTP`"],
    [{ name: null }, "name: expected text"],
    [
      { apiKeySelectionExpression: "$request.header.x-api-key" },
      "apiKeySelectionExpression: is not supported",
    ],
    [{ disableExecuteApiEndpoint: true }, "disableExecuteApiEndpoint: is not supported"],
    [{ routeSelectionExpression: null }, "routeSelectionExpression: expected one variable"],
    [{ routeSelectionExpression: "$request.header.x" }, "routeSelectionExpression: expected one variable"],
    [{ routeSelectionExpression: "$request.body.a-$request.body.b" }, "routeSelectionExpression: expected"],
    [
      { routeSelectionExpression: "$" + "{request.body.a" },
      "routeSelectionExpression: expected one variable",
    ],
    [{ stageVariables: { a: 1 } }, "stageVariables: expected names with texts"],
    [{ stageVariables: { a: "\n" } }, "stageVariables.a: expected a name"],
    [{ routes: { $connect: null } }, `${CONNECT}: expected who may connect`],
    [
      { routes: { $connect: { authorizationType: null } } },
      `${CONNECT}.authorizationType: expected one of NONE, CUSTOM, AWS_IAM, came none`,
    ],
    [{ routes: { $connect: { authorizationType: "JWT" } } }, `${CONNECT}.authorizationType: expected one of`],
    [
      { routes: { $connect: { authorizer: "other" } } },
      `${CONNECT}.authorizer: expected one of \`authorizers\``,
    ],
    [
      { routes: { $connect: { authorizer: null } } },
      `${CONNECT}.authorizer: expected one of \`authorizers\``,
    ],
    [
      { routes: { $connect: { authorizationType: "NONE" } } },
      `${CONNECT}.authorizer: expected \`authorizationType: CUSTOM\` with it`,
    ],
    [
      { routes: { $connect: { authorizationType: "NONE", authorizer: null } } },
      "authorizers.gate: expected `$connect` to use it",
    ],
    [{ routes: { $connect: { apiKeyRequired: true } } }, `${CONNECT}.apiKeyRequired: is not supported`],
    [{ routes: { $connect: { integration: "other" } } }, `${CONNECT}.integration: expected one of`],
    [{ routes: { echo: { authorizationType: "AWS_IAM" } } }, "routes.echo.authorizationType: expected only"],
    [{ routes: { echo: { modelSelectionExpression: "x" } } }, "routes.echo.modelSelectionExpression: is not"],
    [{ routes: { echo: { routeResponseSelectionExpression: "x" } } }, "expected `$default`, came `x`"],
    [{ routes: { echo: { integration: null } } }, "routes.echo.integration: expected one of `integrations`"],
    [{ routes: { $disconnect: { integration: null } } }, "routes.$disconnect.integration: expected one of"],
    [{ routes: { $other: { integration: "chat" } } }, "routes.$other: expected a route key of its own"],
    [{ routes: { echo: 1 } }, "routes.echo: expected an object, came `1`"],
    [{ integrations: { chat: { integrationType: "MOCK" } } }, "integrations.chat.integrationType: expected"],
    [
      { integrations: { chat: { integrationType: "HTTP_PROXY" } } },
      "expected `AWS_PROXY`, came `HTTP_PROXY`",
    ],
    [{ integrations: { chat: { integrationMethod: "GET" } } }, "integrationMethod: expected `POST`"],
    [{ integrations: { chat: { connectionType: "VPC_LINK" } } }, "connectionType: is not supported"],
    [
      { integrations: { chat: { contentHandlingStrategy: "x" } } },
      "contentHandlingStrategy: is not supported",
    ],
    [{ integrations: { chat: { timeoutInMillis: 30_000 } } }, "expected an integer from 50 to 29000"],
    [{ integrations: { chat: { integrationUri: "chat" } } }, "integrations.chat.integrationUri: expected"],
    [{ authorizers: { gate: { authorizerType: "JWT" } } }, "authorizers.gate.authorizerType: expected"],
    [{ authorizers: { gate: { authorizerUri: "gate" } } }, "authorizers.gate.authorizerUri: expected"],
    [{ authorizers: { gate: { authorizerResultTtlInSeconds: 300 } } }, "TtlInSeconds: is not supported"],
    [{ authorizers: { gate: { enableSimpleResponses: true } } }, "enableSimpleResponses: is not supported"],
    [{ authorizers: { gate: { identitySource: "x" } } }, "identitySource: expected a list, came `x`"],
    [
      { authorizers: { gate: { identitySource: ["method.request.header.Authorization"] } } },
      "came `method.request.header.Authorization`",
    ],
    [{ authorizers: { gate: { identitySource: ["context.stage"] } } }, "came `context.stage`"],
    [
      { authorizers: { other: { authorizerType: "REQUEST", authorizerUri: uri("x") } } },
      "authorizers.other:",
    ],
  ])("with %j", (patch, problem) => {
    expect(problemsOf(patch)).toContain(problem);
  });

  it("with everything that is wrong at once", () => {
    const problems = problemsOf({ name: "", routes: { echo: { integration: "no" } }, more: 1 });
    expect(problems.split("\n")).toHaveLength(3);
  });

  it.each(["EDGE", "PRIVATE"])("as %s, for they are regional", (endpointType) => {
    expect(problemsOf({}, { endpointType })).toContain("expected REGIONAL for a WebSocket API");
  });

  it.each([[null], [[]], ["text"]])("that is %j", (document) => {
    expect(() => readWebSocketDefinition(document)).toThrow("expected an object");
  });
});
