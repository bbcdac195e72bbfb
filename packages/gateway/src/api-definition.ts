/**
 * What the gateway knows of an API: its resources, methods, authorizers and gateway responses, as a deployed
 * stage has them. `readDefinition` makes it from an OpenAPI document.
 */
import type { HttpMethod, Segment } from "@lychgate/policy";
import type { ContextVariable } from "./context-variable.ts";
import type { GatewayResponseType } from "./gateway-response-type.ts";

export interface ApiDefinition {
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: ReadonlyMap<string, string>;
  /** The most specific first. */
  readonly resources: readonly ApiResource[];
  readonly binaryMediaTypes: readonly string[];
  readonly gatewayResponses: ReadonlyMap<GatewayResponseType, CustomGatewayResponse>;
}

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
  readonly integration: ProxyIntegration;
}

export type MethodAuthorization =
  | { readonly type: "NONE" }
  | { readonly type: "CUSTOM"; readonly authorizer: LambdaAuthorizer };

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

export type HeaderSource = { readonly kind: "header"; readonly name: string };

/** Where a part of the caller's identity is read from. */
export type IdentitySource =
  | HeaderSource
  | { readonly kind: "querystring"; readonly name: string }
  | { readonly kind: "stageVariable"; readonly name: string }
  | { readonly kind: "context"; readonly name: ContextVariable };

export interface ProxyIntegration {
  readonly type: "AWS_PROXY";
  readonly functionName: string;
  readonly timeoutInMillis: number;
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
