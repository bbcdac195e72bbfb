import { describe, expect, it } from "vitest";
import { publicDocument } from "./public-document.ts";

const ACCOUNT = "111122223333";

const DOCUMENT = {
  openapi: "3.0.3",
  "x-amazon-apigateway-policy": { Statement: [{ Principal: `arn:aws:iam::${ACCOUNT}:root` }] },
  "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds: ["vpce-0a1b"] },
  "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { statusCode: "404" } },
  "x-lychgate-note": "kept",
  paths: {
    "/pets": {
      "x-amazon-apigateway-any-method": {
        summary: "Any",
        security: [{ groups: [] }],
        "x-amazon-apigateway-integration": {
          type: "aws",
          uri: `arn:aws:apigateway:eu-west-1:lambda:path/functions/arn:aws:lambda:eu-west-1:${ACCOUNT}:function:pets`,
          credentials: `arn:aws:iam::${ACCOUNT}:role/caller`,
          requestParameters: { "integration.request.header.x-key": "'s3cret'" },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      groups: {
        type: "apiKey",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
          type: "request",
          identitySource: "method.request.header.Authorization",
          authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/${ACCOUNT}`,
          authorizerCredentials: `arn:aws:iam::${ACCOUNT}:role/caller`,
        },
      },
    },
    examples: [`User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized`, { id: 1, gone: null }],
  },
};

describe("a contract that everybody may see", () => {
  const shown = publicDocument(DOCUMENT);

  it("keeps what callers need, and nothing of what is behind", () => {
    expect(shown).toEqual({
      openapi: "3.0.3",
      "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { statusCode: "404" } },
      "x-lychgate-note": "kept",
      paths: {
        "/pets": {
          "x-amazon-apigateway-any-method": {
            summary: "Any",
            security: [{ groups: [] }],
            "x-amazon-apigateway-integration": { type: "aws" },
          },
        },
      },
      components: {
        securitySchemes: {
          groups: {
            type: "apiKey",
            "x-amazon-apigateway-authtype": "custom",
            "x-amazon-apigateway-authorizer": {
              type: "request",
              identitySource: "method.request.header.Authorization",
            },
          },
        },
        examples: ["User: arn:aws:iam::<account>:user/alice is not authorized", { id: 1, gone: null }],
      },
    });
  });

  it("names no account and no secret", () => {
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${ACCOUNT}|s3cret`));
  });

  it("keeps a property by the name of the prototype as one", () => {
    const document = JSON.parse('{ "__proto__": { "polluted": true } }');
    expect(JSON.stringify(publicDocument(document))).toBe('{"__proto__":{"polluted":true}}');
  });

  it("may hold a part twice, but no part that holds itself", () => {
    const part: Record<string, unknown> = { type: "object" };
    expect(publicDocument({ a: part, b: part })).toEqual({ a: part, b: part });
    part.self = part;
    expect(() => publicDocument({ a: part })).toThrow("no part holds itself");
  });
});
