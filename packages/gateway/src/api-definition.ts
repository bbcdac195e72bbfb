/**
 * What the gateway knows of an API: its resources, methods, authorizers and gateway responses, as a deployed
 * stage has them. `readDefinition` makes it from an OpenAPI document.
 */
import type { PreparedResourcePolicy } from "@lychgate/evaluation";
import type { HttpMethod, Segment } from "@lychgate/policy";
import type { ContextVariable } from "./context-variable.ts";
import type { GatewayResponseType } from "./gateway-response-type.ts";

export interface ApiDefinition {
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: ReadonlyMap<string, string>;
  readonly endpointType: EndpointType;
  readonly resourcePolicy?: PreparedResourcePolicy;
  readonly apiKeySource: ApiKeySource;
  /** The most specific first. */
  readonly resources: readonly ApiResource[];
  readonly binaryMediaTypes: readonly string[];
  readonly gatewayResponses: ReadonlyMap<GatewayResponseType, CustomGatewayResponse>;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html */
export type EndpointType = "EDGE" | "REGIONAL" | "PRIVATE";

/** Where the API key of a request is named: by its header `x-api-key`, or by its Lambda authorizer. */
export type ApiKeySource = "HEADER" | "AUTHORIZER";

/** A path template with its methods. */
export interface ApiResource {
  readonly id: string;
  readonly template: string;
  readonly segments: readonly Segment[];
  readonly methods: ReadonlyMap<MethodVerb, ApiMethod>;
}

export type MethodVerb = HttpMethod | "ANY";

export interface ApiMethod {
  readonly verb: MethodVerb;
  readonly authorization: MethodAuthorization;
  readonly apiKeyRequired: boolean;
  readonly integration: Integration;
  readonly requestValidator?: RequestValidator;
}

export type MethodAuthorization =
  | { readonly type: "NONE" }
  | { readonly type: "AWS_IAM" }
  | { readonly type: "CUSTOM"; readonly authorizer: LambdaAuthorizer }
  | {
      readonly type: "COGNITO_USER_POOLS";
      readonly authorizer: CognitoAuthorizer;
      /** An access token needs one of them; where there is none, an ID token is expected. */
      readonly scopes: readonly string[];
    };

export type Authorizer = LambdaAuthorizer | CognitoAuthorizer;

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html */
export type LambdaAuthorizer = TokenAuthorizer | RequestAuthorizer;

interface AuthorizerBase {
  readonly name: string;
  readonly functionName: string;
  readonly resultTtlInSeconds: number;
}

export interface TokenAuthorizer extends AuthorizerBase {
  readonly type: "TOKEN";
  readonly identitySources: readonly [HeaderSource];
  /** The source text of the regular expression that a token has to match. */
  readonly identityValidationExpression?: string;
}

export interface RequestAuthorizer extends AuthorizerBase {
  readonly type: "REQUEST";
  readonly identitySources: readonly IdentitySource[];
}

export interface CognitoAuthorizer {
  readonly type: "COGNITO_USER_POOLS";
  readonly name: string;
  /** The ARNs of the user pools whose tokens are accepted. */
  readonly providerArns: readonly string[];
  readonly identitySources: readonly [HeaderSource];
  /** The source text of the regular expression that a token's `aud` has to match. */
  readonly identityValidationExpression?: string;
}

export type HeaderSource = { readonly kind: "header"; readonly name: string };

/** Where a part of the caller's identity is read from. */
export type IdentitySource =
  | HeaderSource
  | { readonly kind: "querystring"; readonly name: string }
  | { readonly kind: "stageVariable"; readonly name: string }
  | { readonly kind: "context"; readonly name: ContextVariable };

/** What a request has to be before it reaches the integration. */
export interface RequestValidator {
  readonly requiredParameters: readonly RequiredParameter[];
  /** Content type → what a body of it has to be; none where bodies are not validated. */
  readonly models: ReadonlyMap<string, BodyModel>;
}

export interface RequiredParameter {
  readonly in: "header" | "path" | "querystring";
  readonly name: string;
}

/** Says what is wrong with a body; nothing when it fits. */
export type BodyModel = (body: unknown) => readonly string[];

export type Integration = ProxyIntegration | HttpProxyIntegration | MockIntegration;

export interface ProxyIntegration {
  readonly type: "AWS_PROXY";
  readonly functionName: string;
  readonly timeoutInMillis: number;
}

export interface HttpProxyIntegration {
  readonly type: "HTTP_PROXY";
  /** The verb that the endpoint is called with; `ANY` for the caller's. */
  readonly httpMethod: string;
  readonly endpoint: HttpEndpoint;
  readonly parameters: readonly MappedParameter[];
  readonly contentHandling?: ContentHandling;
  readonly timeoutInMillis: number;
}

/** Where an HTTP integration goes. Only the path varies with the request. */
export interface HttpEndpoint {
  /** `https://pets.example.com:8443` */
  readonly origin: string;
  /** Text and, at the odd places, the names of path parameters: `/v1/`, `proxy`, ``. */
  readonly path: readonly string[];
  /** With its `?`; empty when there is none. */
  readonly query: string;
}

/** A parameter that the integration request has from elsewhere than the same parameter of the method request. */
export interface MappedParameter {
  readonly in: "header" | "path" | "querystring";
  readonly name: string;
  readonly source: ResponseParameter;
}

export type ContentHandling = "CONVERT_TO_TEXT" | "CONVERT_TO_BINARY";

export interface MockIntegration {
  readonly type: "MOCK";
  /** Content type → template. */
  readonly requestTemplates: ReadonlyMap<string, string>;
  readonly passthroughBehavior: PassthroughBehavior;
  readonly responses: readonly MockResponse[];
}

export type PassthroughBehavior = "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";

export interface MockResponse {
  /** Matched with the whole status that the request template names; the default response has none. */
  readonly selectionPattern?: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, ResponseParameter>;
  readonly templates: ReadonlyMap<string, string>;
}

/** A gateway response as the API's author customised it. */
export interface CustomGatewayResponse {
  readonly status?: number;
  /** Header name → where its value comes from. */
  readonly headers: ReadonlyMap<string, ResponseParameter>;
  /** Content type → template. */
  readonly templates: ReadonlyMap<string, string>;
}

export type ResponseParameter =
  | { readonly kind: "static"; readonly value: string }
  | { readonly kind: "variable"; readonly name: string };
