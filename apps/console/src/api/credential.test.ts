import { describe, expect, it } from "vitest";
import { credentialsOf } from "./credential.ts";

const documentOf = (scheme: unknown) => ({ components: { securitySchemes: { it: scheme } } });
const credentialOf = (scheme: unknown, scopes: unknown = []) =>
  credentialsOf(documentOf(scheme), { security: [{ it: scopes }] })[0];

const IN_HEADER = { type: "apiKey", in: "header", name: "Authorization" };

describe("what a caller has to bring", () => {
  it.each([
    [{ ...IN_HEADER, "x-amazon-apigateway-authtype": "awsSigv4" }, "signature", "an AWS signature"],
    [{ ...IN_HEADER, "x-amazon-apigateway-authtype": "cognito_user_pools" }, "pool", "a user pool's token"],
    [{ ...IN_HEADER, "x-amazon-apigateway-authtype": "custom" }, "custom", "a Lambda authorizer"],
    [
      { ...IN_HEADER, "x-amazon-apigateway-authorizer": { type: "request" } },
      "custom",
      "a Lambda authorizer",
    ],
    [{ ...IN_HEADER, name: "X-API-Key" }, "key", "an API key"],
    [
      { ...IN_HEADER, name: "x-api-key", "x-amazon-apigateway-authtype": "custom" },
      "custom",
      "a Lambda authorizer",
    ],
    [{ ...IN_HEADER, "x-amazon-apigateway-authtype": 1 }, "custom", "a Lambda authorizer"],
    [undefined, "custom", "a Lambda authorizer"],
  ])("by %j is %s", (scheme, kind, method) => {
    expect(credentialOf(scheme)).toMatchObject({ scheme: "it", kind, method });
  });

  it.each([
    [IN_HEADER, "the header Authorization", false],
    [{ type: "http", scheme: "bearer" }, "the header Authorization", false],
    [{ ...IN_HEADER, in: "query", name: "token" }, "the query parameter token", true],
  ])("by %j is in %s", (scheme, place, isInQuery) => {
    expect(credentialOf(scheme)).toMatchObject({ place, isInQuery });
  });

  it("has the scopes that are texts", () => {
    expect(credentialOf(IN_HEADER, ["a/b", 1, null])?.scopes).toEqual(["a/b"]);
    expect(credentialOf(IN_HEADER, "a/b")?.scopes).toEqual([]);
  });

  it.each([[{}], [{ security: [] }], [{ security: [{}] }], [{ security: "it" }]])(
    "is nothing for %j",
    (operation) => {
      expect(credentialsOf(documentOf(IN_HEADER), operation)).toEqual([]);
    },
  );

  it("is all that is asked for", () => {
    const document = {
      components: { securitySchemes: { it: IN_HEADER, key: { ...IN_HEADER, name: "x-api-key" } } },
    };
    const kinds = credentialsOf(document, { security: [{ it: [], key: [] }] }).map(({ kind }) => kind);
    expect(kinds).toEqual(["custom", "key"]);
  });
});
