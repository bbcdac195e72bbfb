/** A small API for tests, and what tests do with it. */
import {
  createGateway,
  type DefinitionSettings,
  type Gateway,
  type GatewayRequest,
  type GatewayResponse,
  type GatewaySettings,
  type LambdaFunction,
  readDefinition,
} from "../src/index.ts";

export function uri(name: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${${name}_arn}/invocations`;
}

export const INTEGRATION = { type: "aws_proxy", httpMethod: "POST", uri: uri("petstore") };

export function operation(more: object = {}): object {
  return { security: [{ groups: [] }], "x-amazon-apigateway-integration": INTEGRATION, ...more };
}

export function scheme(authorizer: object = {}): object {
  return {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: uri("authorizer"), ...authorizer },
  };
}

const ANY = "x-amazon-apigateway-any-method";

/** Everything but `/open` is behind the authorizer. */
export function contract(authorizer: object = {}, more: object = {}): object {
  return {
    openapi: "3.0.1",
    info: { title: "petstore", version: "1" },
    paths: {
      "/": { get: operation() },
      "/petstore/v1/pets": { get: operation(), post: operation() },
      "/petstore/v1/pets/{petId}": { get: operation() },
      "/petstore/v2/{proxy+}": { [ANY]: operation() },
      "/open": { get: operation({ security: [] }), post: operation({ security: [] }) },
      "/open/{proxy+}": { [ANY]: operation({ security: [] }) },
    },
    components: { securitySchemes: { groups: scheme(authorizer) } },
    ...more,
  };
}

export const API = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev";

export const EVERYTHING = "arn:aws:execute-api:*:*:*";

export function statement(Effect: "Allow" | "Deny", Resource: string | string[], more: object = {}): object {
  return { Effect, Action: "execute-api:Invoke", Resource, ...more };
}

export function result(statements: object[] = [statement("Allow", EVERYTHING)], more: object = {}): object {
  return {
    principalId: "ann",
    policyDocument: { Version: "2012-10-17", Statement: statements },
    ...more,
  };
}

export interface Recorder {
  readonly events: Record<string, unknown>[];
  readonly implementation: LambdaFunction;
}

/** A function that keeps the events it is given. */
export function recorder(answer: (event: Record<string, unknown>) => unknown): Recorder {
  const events: Record<string, unknown>[] = [];
  const implementation: LambdaFunction = async (event) => {
    events.push(event as Record<string, unknown>);
    return answer(event as Record<string, unknown>);
  };
  return { events, implementation };
}

export interface Petstore {
  readonly gateway: Gateway;
  readonly authorizer: Recorder;
  readonly backend: Recorder;
  /** `GET /dev/open?x=1` → response; the caller is `192.0.2.10` and sends `Bearer good`, unless told otherwise. */
  send(line: string, more?: Partial<GatewayRequest>): Promise<GatewayResponse>;
}

export interface PetstoreSettings extends Partial<Omit<GatewaySettings, "functions">> {
  readonly document?: object;
  readonly definition?: DefinitionSettings;
  readonly authorize?: (event: Record<string, unknown>) => unknown;
  readonly serve?: (event: Record<string, unknown>) => unknown;
}

export function petstore({
  document,
  definition,
  authorize,
  serve,
  ...settings
}: PetstoreSettings = {}): Petstore {
  const authorizer = recorder(authorize ?? (() => result()));
  const backend = recorder(serve ?? (() => ({ statusCode: 200, body: "pets" })));
  const gateway = createGateway(readDefinition(document ?? contract(), definition), {
    ...settings,
    functions: { authorizer: authorizer.implementation, petstore: backend.implementation },
  });
  return { gateway, authorizer, backend, send: (line, more) => gateway.handle(request(line, more)) };
}

export function request(line: string, more: Partial<GatewayRequest> = {}): GatewayRequest {
  const [method = "", target = ""] = line.split(" ");
  const [rawPath = "", ...query] = target.split("?");
  return {
    method,
    rawPath,
    rawQuery: query.join("?"),
    headers: [["Authorization", "Bearer good"]],
    body: new Uint8Array(),
    sourceIp: "192.0.2.10",
    ...more,
  };
}

export function text(response: GatewayResponse): string {
  return Buffer.from(response.body).toString();
}

export function header(response: GatewayResponse, name: string): string | undefined {
  return response.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
