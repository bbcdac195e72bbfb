/** A small HTTP API for tests, and what tests do with it. */
import {
  createHttpGateway,
  type DefinitionSettings,
  type Gateway,
  type GatewayRequest,
  type GatewayResponse,
  type HttpApiDefinition,
  type HttpGatewaySettings,
  readHttpApiDefinition,
} from "../src/index.ts";
import { type Recorder, recorder, request, result, uri } from "./petstore.ts";

export const ISSUER = "https://issuer.example.com";

/** The API and stage that tests call, up to the slash before the verb. */
export const HTTP_API = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/$default";

export function httpOperation(integration: object = {}, more: object = {}): object {
  return {
    security: [{ groups: [] }],
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      uri: uri("pets"),
      payloadFormatVersion: "2.0",
      ...integration,
    },
    ...more,
  };
}

export function httpAuthorizer(more: object = {}): object {
  return {
    type: "request",
    authorizerUri: uri("authorizer"),
    authorizerPayloadFormatVersion: "2.0",
    identitySource: "$request.header.Authorization",
    ...more,
  };
}

const JWT = {
  type: "jwt",
  identitySource: "$request.header.Authorization",
  jwtConfiguration: { issuer: ISSUER, audience: ["clinic", "shop"] },
};

const ANY = "x-amazon-apigateway-any-method";

/** Everything but `/open` is behind an authorizer. */
export function httpContract(authorizer: object = {}, more: object = {}): object {
  const open = httpOperation({}, { security: [] });
  return {
    openapi: "3.0.1",
    info: { title: "petstore", version: "1" },
    paths: {
      "/": { get: httpOperation() },
      "/pets": { get: httpOperation(), post: httpOperation() },
      "/pets/{petId}": { get: httpOperation() },
      "/files/{proxy+}": { [ANY]: httpOperation() },
      "/claims": { get: httpOperation({}, { security: [{ issuer: [] }] }) },
      "/scoped": { get: httpOperation({}, { security: [{ issuer: ["pets/read", "pets/write"] }] }) },
      "/open": { get: open, post: open, head: open },
      "/first-format": { post: httpOperation({ payloadFormatVersion: "1.0" }, { security: [] }) },
    },
    components: {
      securitySchemes: {
        groups: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authorizer": httpAuthorizer(authorizer),
        },
        issuer: { type: "oauth2", "x-amazon-apigateway-authorizer": JWT },
      },
    },
    ...more,
  };
}

export interface HttpPetstore {
  readonly gateway: Gateway<HttpApiDefinition>;
  readonly authorizer: Recorder;
  readonly backend: Recorder;
  /** `GET /pets?x=1` → response; the caller is `192.0.2.10` and sends `Bearer good`, unless told otherwise. */
  send(line: string, more?: Partial<GatewayRequest>): Promise<GatewayResponse>;
}

export interface HttpPetstoreSettings extends Partial<Omit<HttpGatewaySettings, "functions">> {
  readonly document?: object;
  readonly definition?: DefinitionSettings;
  readonly authorize?: (event: Record<string, unknown>) => unknown;
  readonly serve?: (event: Record<string, unknown>) => unknown;
}

export function httpPetstore({
  document,
  definition,
  authorize,
  serve,
  ...settings
}: HttpPetstoreSettings = {}): HttpPetstore {
  const authorizer = recorder(authorize ?? (() => result()));
  const backend = recorder(serve ?? (() => ({ statusCode: 200, body: "pets" })));
  const gateway = createHttpGateway(readHttpApiDefinition(document ?? httpContract(), definition), {
    issuers: { [ISSUER]: async () => ({ type: "invalid" }) },
    ...settings,
    functions: { authorizer: authorizer.implementation, pets: backend.implementation },
  });
  return { gateway, authorizer, backend, send: (line, more) => gateway.handle(request(line, more)) };
}
