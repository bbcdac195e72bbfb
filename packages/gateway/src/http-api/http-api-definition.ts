/**
 * What the gateway knows of an HTTP API: its routes, authorizers and integrations, as a deployed stage has them.
 * `readHttpApiDefinition` makes it from an OpenAPI document.
 */
import type { Segment } from "@lychgate/policy";
import type { HeaderSource, HttpEndpoint, MethodVerb } from "../api-definition.ts";
import type { HttpContextVariable } from "./context-variable.ts";

export interface HttpApiDefinition {
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  /** `$default`, whose requests have no stage in their path, or a name. */
  readonly stage: string;
  readonly stageVariables: ReadonlyMap<string, string>;
  readonly cors?: CorsConfiguration;
  /** Of those that match a request, the first one serves it. */
  readonly routes: readonly HttpApiRoute[];
  /** What no other route serves. */
  readonly defaultRoute?: HttpApiRoute;
}

export interface HttpApiRoute {
  /** `GET /pets/{petId}`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly verb: MethodVerb;
  /** `/pets/{petId}`, or `$default`. */
  readonly template: string;
  readonly segments: readonly Segment[];
  readonly authorization: RouteAuthorization;
  readonly integration: HttpApiIntegration;
}

export type RouteAuthorization =
  | { readonly type: "NONE" }
  | { readonly type: "AWS_IAM" }
  | { readonly type: "CUSTOM"; readonly authorizer: HttpLambdaAuthorizer }
  | {
      readonly type: "JWT";
      readonly authorizer: JwtAuthorizer;
      /** A token needs one of them, if there are any. */
      readonly scopes: readonly string[];
    };

export type PayloadFormatVersion = "1.0" | "2.0";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export interface HttpLambdaAuthorizer {
  readonly type: "REQUEST";
  readonly name: string;
  readonly functionName: string;
  readonly payloadFormatVersion: PayloadFormatVersion;
  /** Whether the function answers `isAuthorized` instead of a policy. */
  readonly enableSimpleResponses: boolean;
  readonly resultTtlInSeconds: number;
  readonly identitySources: readonly HttpIdentitySource[];
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export interface JwtAuthorizer {
  readonly type: "JWT";
  readonly name: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly identitySource: HttpIdentitySource;
}

/** Where a part of the caller's identity is read from: `$request.header.Authorization`. */
export type HttpIdentitySource =
  | HeaderSource
  | { readonly kind: "querystring"; readonly name: string }
  | { readonly kind: "stageVariable"; readonly name: string }
  | { readonly kind: "context"; readonly name: HttpContextVariable };

export type HttpApiIntegration = HttpApiFunction | HttpApiEndpoint;

export interface HttpApiFunction {
  readonly type: "AWS_PROXY";
  readonly functionName: string;
  readonly payloadFormatVersion: PayloadFormatVersion;
  readonly timeoutInMillis: number;
}

export interface HttpApiEndpoint {
  readonly type: "HTTP_PROXY";
  /** The verb that the endpoint is called with; `ANY` for the caller's. */
  readonly httpMethod: string;
  /** The parameters in its path are those of the route. */
  readonly endpoint: HttpEndpoint;
  readonly timeoutInMillis: number;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export interface CorsConfiguration {
  /** Origins, `*` for all, or `https://*` and `http://*` for all with this scheme. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge?: number;
}
