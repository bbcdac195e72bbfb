import { describe, expect, it } from "vitest";
import { SIGV4 } from "../../test/iam.ts";
import { contract, operation, scheme } from "../../test/petstore.ts";
import { GatewayError } from "../errors.ts";
import { readDefinition } from "./read-definition.ts";

function document(get: object, sigv4: object = SIGV4): object {
  const securitySchemes = { groups: scheme(), sigv4 };
  return contract({}, { paths: { "/pets": { get: operation(get) } }, components: { securitySchemes } });
}

const AUTH = "x-amazon-apigateway-auth";

describe("a method asks for signatures", () => {
  it.each([
    ["by its security scheme", { security: [{ sigv4: [] }] }],
    ["by its extension", { security: [], [AUTH]: { type: "AWS_IAM" } }],
    ["by its extension alone", { security: undefined, [AUTH]: { type: "AWS_IAM" } }],
    ["by both", { security: [{ sigv4: [] }], [AUTH]: { type: "AWS_IAM" } }],
  ])("%s", (_, get) => {
    const { resources } = readDefinition(JSON.parse(JSON.stringify(document(get))));
    const methods = resources.find(({ template }) => template === "/pets")?.methods;
    expect(methods?.get("GET")?.authorization).toEqual({ type: "AWS_IAM" });
  });
});

it("an extension may say that nothing is asked for", () => {
  const { resources } = readDefinition(document({ security: [], [AUTH]: { type: "NONE" } }));
  const methods = resources.find(({ template }) => template === "/pets")?.methods;
  expect(methods?.get("GET")?.authorization).toEqual({ type: "NONE" });
});

describe("a contract is refused", () => {
  const at = `paths./pets.get.${AUTH}`;
  const security = [{ sigv4: [] }];
  it.each<[string, object, object, string]>([
    [
      "whose extension contradicts the scheme",
      { security, [AUTH]: { type: "NONE" } },
      SIGV4,
      `${at}.type: expected what`,
    ],
    [
      "whose extension contradicts the authorizer",
      { [AUTH]: { type: "AWS_IAM" } },
      SIGV4,
      `${at}.type: expected what`,
    ],
    [
      "whose extension names another type",
      { security: [], [AUTH]: { type: "CUSTOM" } },
      SIGV4,
      `${at}.type: expected`,
    ],
    ["whose extension says more", { security: [], [AUTH]: { type: "NONE", more: 1 } }, SIGV4, `${at}.more`],
    ["whose extension is no object", { security: [], [AUTH]: "AWS_IAM" }, SIGV4, `${at}: expected an object`],
    [
      "whose signatures have scopes",
      { security: [{ sigv4: ["read"] }] },
      SIGV4,
      "paths./pets.get.security.sigv4",
    ],
    [
      "whose signatures are elsewhere",
      { security },
      { ...SIGV4, name: "X-Signature" },
      "components.securitySchemes.sigv4",
    ],
    [
      "whose signatures are in the query",
      { security },
      { ...SIGV4, in: "query" },
      "components.securitySchemes.sigv4",
    ],
    [
      "whose signatures have an authorizer",
      { security },
      { ...SIGV4, "x-amazon-apigateway-authorizer": { type: "token" } },
      "components.securitySchemes.sigv4.x-amazon-apigateway-authorizer",
    ],
  ])("%s", (_, get, sigv4, problem) => {
    expect(() => readDefinition(document(get, sigv4))).toThrow(GatewayError);
    expect(() => readDefinition(document(get, sigv4))).toThrow(problem);
  });
});
