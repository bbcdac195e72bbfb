import { describe, expect, it } from "vitest";
import { contract, EVERYTHING, header, petstore, result, statement, text } from "../test/petstore.ts";
import { GATEWAY_RESPONSES } from "./gateway-response-type.ts";
import type { HeaderField } from "./header.ts";

const PETS = "GET /dev/petstore/v1/pets";
const ANONYMOUS = { headers: [] };

function responses(custom: object): object {
  return contract({}, { "x-amazon-apigateway-gateway-responses": custom });
}

describe("a gateway response", () => {
  it("has four headers: none of CORS, no challenge, no trace", async () => {
    const { send } = petstore({ requestId: () => "r-1" });
    expect((await send(PETS, ANONYMOUS)).headers).toEqual([
      ["Content-Type", "application/json"],
      ["x-amzn-RequestId", "r-1"],
      ["x-amz-apigw-id", expect.any(String)],
      ["x-amzn-ErrorType", "UnauthorizedException"],
    ]);
  });

  it("has the status, text and error type that AWS documents", () => {
    const rows = Object.entries(GATEWAY_RESPONSES).map(
      ([type, row]) => `${type} ${row.status} ${row.errorType}`,
    );
    expect(rows.filter((row) => !row.startsWith("DEFAULT"))).toEqual([
      "ACCESS_DENIED 403 AccessDeniedException",
      "API_CONFIGURATION_ERROR 500 InternalServerErrorException",
      "AUTHORIZER_CONFIGURATION_ERROR 500 AuthorizerConfigurationException",
      "AUTHORIZER_FAILURE 500 AuthorizerFailureException",
      "BAD_REQUEST_BODY 400 BadRequestException",
      "BAD_REQUEST_PARAMETERS 400 BadRequestException",
      "EXPIRED_TOKEN 403 ExpiredTokenException",
      "INTEGRATION_FAILURE 504 InternalServerErrorException",
      "INTEGRATION_TIMEOUT 504 InternalServerErrorException",
      "INVALID_API_KEY 403 ForbiddenException",
      "INVALID_SIGNATURE 403 InvalidSignatureException",
      "MISSING_AUTHENTICATION_TOKEN 403 MissingAuthenticationTokenException",
      "QUOTA_EXCEEDED 429 LimitExceededException",
      "REQUEST_TOO_LARGE 413 RequestTooLargeException",
      "RESOURCE_NOT_FOUND 404 ResourceNotFoundException",
      "THROTTLED 429 TooManyRequestsException",
      "UNAUTHORIZED 401 UnauthorizedException",
      "UNSUPPORTED_MEDIA_TYPE 415 BadRequestException",
      "WAF_FILTERED 403 ForbiddenException",
    ]);
  });
});

describe("a customised response", () => {
  const deny = () => result([statement("Deny", EVERYTHING)], { context: { reason: 'no "group"' } });

  it.each([
    ["of its own type", { UNAUTHORIZED: { statusCode: 418 } }, 418],
    ["in text", { UNAUTHORIZED: { statusCode: "418" } }, 418],
    ["of its class", { DEFAULT_4XX: { statusCode: 418 } }, 418],
    ["of its own type before its class", { UNAUTHORIZED: {}, DEFAULT_4XX: { statusCode: 418 } }, 401],
    ["of its class without one", { DEFAULT_4XX: {} }, 401],
    ["of another class", { DEFAULT_5XX: { statusCode: 418 } }, 401],
    ["of another type", { ACCESS_DENIED: { statusCode: 418 } }, 401],
  ])("has the status %s", async (_, custom, status) => {
    expect((await petstore({ document: responses(custom) }).send(PETS, ANONYMOUS)).status).toBe(status);
  });

  it.each([
    ["a function error", 599, { serve: () => null }, "GET /dev/open"],
    ["an authorizer error", 599, { authorize: () => null }, PETS],
  ])("of the server's class covers %s", async (_, statusCode, settings, line) => {
    const document = responses({ DEFAULT_5XX: { statusCode } });
    expect((await petstore({ document, ...settings }).send(line)).status).toBe(statusCode);
  });

  it.each([
    ["too large a payload", { body: new Uint8Array(10_485_761) }, "POST /dev/open", 413],
    ["a malformed path", {}, "GET /dev/%", 400],
    ["the wrong stage", {}, "GET /prod/open", 403],
  ])("does not cover %s", async (_, more, line, status) => {
    const { send } = petstore({ document: responses({ DEFAULT_4XX: { statusCode: 418 } }) });
    expect((await send(line, more)).status).toBe(status);
  });

  it("adds the headers of CORS", async () => {
    const document = responses({
      DEFAULT_4XX: {
        responseParameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
          "gatewayresponse.header.X-Id": "context.requestId",
          "gatewayresponse.header.X-Origin": "method.request.header.origin",
          "gatewayresponse.header.X-None": "method.request.header.None",
          "gatewayresponse.header.content-type": "'text/plain'",
        },
      },
    });
    const { send } = petstore({ document, requestId: () => "r-1" });
    expect((await send(PETS, { headers: [["Origin", "https://a.example"]] })).headers).toEqual([
      ["x-amzn-RequestId", "r-1"],
      ["x-amz-apigw-id", expect.any(String)],
      ["x-amzn-ErrorType", "UnauthorizedException"],
      ["Access-Control-Allow-Origin", "*"],
      ["X-Id", "r-1"],
      ["X-Origin", "https://a.example"],
      ["content-type", "text/plain"],
    ]);
  });

  it("leaves out a header into which a caller wrote a line break", async () => {
    const parameter = { "gatewayresponse.header.X-A": "method.request.querystring.a" };
    const { send } = petstore({ document: responses({ DEFAULT_4XX: { responseParameters: parameter } }) });
    expect(header(await send(`${PETS}?a=b%0d%0aSet-Cookie:c`, ANONYMOUS), "X-A")).toBeUndefined();
    expect(header(await send(`${PETS}?a=b`, ANONYMOUS), "X-A")).toBe("b");
  });

  it.each([
    [
      "the error's text, quoted",
      "$context.error.messageString",
      '"User is not authorized to access this resource with an explicit deny"',
    ],
    [
      "its text",
      "<$context.error.message>",
      "<User is not authorized to access this resource with an explicit deny>",
    ],
    ["its type", "$context.error.responseType.", "ACCESS_DENIED."],
    ["the authorizer's context", "$context.authorizer.reason", 'no "group"'],
    ["the principal", "$context.authorizer.principalId", "ann"],
    [
      "the context",
      "$context.stage $context.identity.sourceIp $context.resourcePath",
      "dev 192.0.2.10 /petstore/v1/pets/{petId}",
    ],
    ["stage variables", "$stageVariables.env", "blue"],
    [
      "the request",
      "$method.request.header.x-a|$method.request.querystring.q|$method.request.path.petId",
      "1|2|3",
    ],
    ["nothing for what is not there", "[$context.authorizer.none$context.nothing]", "[]"],
    ["no logic", "#if(true) $input.body", "#if(true) $input.body"],
  ])("substitutes %s", async (_, template, body) => {
    const { send } = petstore({
      document: responses({ ACCESS_DENIED: { responseTemplates: { "application/json": template } } }),
      definition: { stageVariables: { env: "blue" } },
      authorize: deny,
    });
    const headers: HeaderField[] = [
      ["Authorization", "t"],
      ["X-A", "1"],
    ];
    expect(text(await send(`${PETS}/3?q=2`, { headers }))).toBe(body);
  });

  it("of another content type says so", async () => {
    const templates = { "text/html": "<p>$context.error.message</p>" };
    const { send } = petstore({ document: responses({ UNAUTHORIZED: { responseTemplates: templates } }) });
    const response = await send(PETS, ANONYMOUS);
    expect([header(response, "Content-Type"), text(response)]).toEqual(["text/html", "<p>Unauthorized</p>"]);
  });
});
