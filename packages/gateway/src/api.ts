/** A running API: its definition, and what the stages need to serve it. */
import type { ApiDefinition } from "./api-definition.ts";
import type { LambdaFunction } from "./lambda.ts";
import type { PolicyCache } from "./policy-cache.ts";

export interface Api {
  readonly definition: ApiDefinition;
  readonly domainName: string;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly policyCache: PolicyCache;
  readonly options: GatewayOptions;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly requestId: () => string;
  readonly log: (entry: LogEntry) => void;
}

/**
 * What AWS does not document, or documents in two ways. The defaults are the best supported reading.
 */
export interface GatewayOptions {
  /** How long an authorizer may take, in milliseconds. AWS publishes no number for REST APIs. */
  readonly authorizerTimeoutMs: number;
  /** How many authorizer results are kept; the oldest is dropped first. */
  readonly authorizerCacheSize: number;
  /** Whether a REQUEST authorizer's identity sources are required when its results are not cached. */
  readonly requireIdentityWithoutCaching: boolean;
  /** Whether `identityValidationExpression` has to match the whole token or a part of it. */
  readonly identityValidation: "full" | "partial";
  /** Whether a result without a `principalId` is a configuration error. */
  readonly requirePrincipalId: boolean;
  /** How the path stands in the method ARN: as it was sent, or percent-decoded. */
  readonly methodArnPath: "asSent" | "decoded";
  /** Whether `X-HTTP-Method-Override` replaces the verb. */
  readonly methodOverride: "beforeRouting" | "ignored";
  /** What is appended to the text of a denial when a Deny matched. Newer regions say more. */
  readonly explicitDenySuffix: string;
}

export const DEFAULT_OPTIONS: GatewayOptions = {
  authorizerTimeoutMs: 29_000,
  authorizerCacheSize: 10_000,
  requireIdentityWithoutCaching: true,
  identityValidation: "full",
  requirePrincipalId: true,
  methodArnPath: "asSent",
  methodOverride: "beforeRouting",
  explicitDenySuffix: " with an explicit deny",
};

/** Why a request was not served as its caller hoped. The client is never told. */
export type LogReason =
  | "MalformedRequest"
  | "HeadersTooLarge"
  | "PayloadTooLarge"
  | "WrongStage"
  | "NoRoute"
  | "MethodArnTooLong"
  | "IdentityMissing"
  | "IdentityInvalid"
  | "AuthorizerUnauthorized"
  | "AuthorizerFailed"
  | "AuthorizerTimedOut"
  | "AuthorizerResultInvalid"
  | "FunctionFailed"
  | "FunctionTimedOut"
  | "FunctionResultInvalid"
  | "InternalFault";

/** An entry of the execution log. It holds no header, token, claim or message of a function. */
export interface LogEntry {
  readonly requestId: string;
  readonly reason: LogReason;
  /** What was expected and what came, without the caller's values. */
  readonly detail?: string;
  readonly functionName?: string;
}
