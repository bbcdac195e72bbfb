/** A bundle with contracts at the places that the local stack serves. */
import type { AccessBundle } from "@lychgate/cli/bundle";
import { SAMPLE_BUNDLE } from "./sample-bundle.ts";

export const PETSTORE = "apps/petstore/openapi.yaml";
export const METHODS = "apps/petstore/methods.yaml";

const header = (name: string, more: object) => ({ type: "apiKey", in: "header", name, ...more });

const OPENAPI = {
  paths: {
    "/pets": {
      get: { security: [{ groups: [] }], parameters: [{ name: "page size", in: "query", required: true }] },
      post: {
        security: [{ groups: [] }],
        requestBody: { content: { "application/json": { example: { name: "Rex" } } } },
      },
    },
    "/pets/{petId}": { get: { security: [{ groups: [] }] } },
    "/any": { "x-amazon-apigateway-any-method": { security: [{ groups: [] }] } },
  },
  components: {
    securitySchemes: {
      groups: header("Authorization", { "x-amazon-apigateway-authtype": "custom" }),
    },
  },
};

const SECOND = {
  paths: {
    "/admin": { get: { security: [{ users: [] }] } },
    "/scoped": { get: { security: [{ tokens: ["a/b"] }] } },
    "/signed": { get: { security: [{ signature: [] }] } },
    "/metered": { get: { security: [{ key: [] }] } },
    "/network": { get: { security: [] } },
  },
  components: {
    securitySchemes: {
      users: header("Authorization", { "x-amazon-apigateway-authtype": "cognito_user_pools" }),
      tokens: header("authorizationToken", { "x-amazon-apigateway-authtype": "cognito_user_pools" }),
      signature: header("Authorization", { "x-amazon-apigateway-authtype": "awsSigv4" }),
      key: header("x-api-key", {}),
    },
  },
};

export const PETSTORE_BUNDLE: AccessBundle = {
  ...SAMPLE_BUNDLE,
  apis: [
    { file: PETSTORE, document: OPENAPI },
    { file: METHODS, document: SECOND },
    { file: "elsewhere.yaml", document: OPENAPI },
  ],
};
