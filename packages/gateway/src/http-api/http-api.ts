/** A running HTTP API: its definition, and what the stages need to serve it. */
import type { IamDirectory } from "../iam/iam-directory.ts";
import type { LambdaFunction } from "../lambda.ts";
import type { PolicyCache } from "../policy-cache.ts";
import type { HttpAuthorizerResult } from "./authorizer-result.ts";
import type { HttpApiDefinition } from "./http-api-definition.ts";
import type { JwtIssuer } from "./jwt/jwt-issuer.ts";

export interface HttpApi {
  readonly definition: HttpApiDefinition;
  readonly domainName: string;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly resultCache: PolicyCache<HttpAuthorizerResult>;
  /** Who may sign requests; always there where a route asks for signatures. */
  readonly iam: IamDirectory | undefined;
  /** By the value of their tokens' `iss`. */
  readonly issuers: ReadonlyMap<string, JwtIssuer>;
  readonly options: HttpGatewayOptions;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly requestId: () => string;
  readonly log: (entry: HttpLogEntry) => void;
}

/** What AWS does not document, or documents in two ways. The defaults are the best supported reading. */
export interface HttpGatewayOptions {
  /** How long an authorizer may take, in milliseconds. It is a quota that cannot be raised. */
  readonly authorizerTimeoutMs: number;
  /** How many authorizer results are kept; the oldest is dropped first. */
  readonly authorizerCacheSize: number;
  /** What an authorizer's error `Unauthorized` becomes: 500, which is documented for every error, or 401. */
  readonly unauthorizedError: "serverError" | "unauthorized";
  /** Whether a policy without a `principalId` is an invalid result. */
  readonly requirePrincipalId: boolean;
  /** How the path stands in the route's ARN: as it was sent, or percent-decoded. */
  readonly routeArnPath: "asSent" | "decoded";
  /** The status when an integration takes too long: 503 has been reported, 504 is what AWS's articles say. */
  readonly integrationTimeoutStatus: 503 | 504;
  /** How long connecting to an HTTP endpoint may take, in milliseconds. AWS publishes no number. */
  readonly endpointConnectTimeoutMs: number;
  /** How far the clock of a signer may be off, in seconds. */
  readonly signatureClockSkewSeconds: number;
  /** Whether a body may be left out of the signature by `UNSIGNED-PAYLOAD`, which is documented for S3 alone. */
  readonly unsignedPayload: "refused" | "accepted";
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const DEFAULT_HTTP_OPTIONS: HttpGatewayOptions = {
  authorizerTimeoutMs: 10_000,
  authorizerCacheSize: 10_000,
  unauthorizedError: "serverError",
  requirePrincipalId: true,
  routeArnPath: "asSent",
  integrationTimeoutStatus: 503,
  endpointConnectTimeoutMs: 30_000,
  signatureClockSkewSeconds: 300,
  unsignedPayload: "refused",
};

/** Why a request was not served as its caller hoped. The client is not told. */
export type HttpLogReason =
  | "MalformedRequest"
  | "HeadersTooLarge"
  | "PayloadTooLarge"
  | "NoRoute"
  | "IdentityMissing"
  | "AuthorizerFailed"
  | "AuthorizerTimedOut"
  | "AuthorizerResultInvalid"
  | "AuthorizerUnauthorized"
  | "NotAuthorized"
  | "SignatureInvalid"
  | "TokenInvalid"
  | "ScopeMissing"
  | "IssuerFailed"
  | "FunctionFailed"
  | "FunctionTimedOut"
  | "FunctionResultInvalid"
  | "EndpointFailed"
  | "EndpointTimedOut"
  | "MappingFailed"
  | "InternalFault";

/** An entry of the log. It holds no header, token, claim or message of a function. */
export interface HttpLogEntry {
  readonly requestId: string;
  readonly reason: HttpLogReason;
  /** What was expected and what came, without the caller's values. */
  readonly detail?: string;
  readonly functionName?: string;
}
