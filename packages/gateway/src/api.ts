/** A running API: its definition, and what the stages need to serve it. */
import type { ApiDefinition } from "./api-definition.ts";
import type { UserPool } from "./cognito/user-pool.ts";
import type { IamDirectory } from "./iam/iam-directory.ts";
import type { LambdaFunction } from "./lambda.ts";
import type { PolicyCache } from "./policy-cache.ts";
import type { QuotaOffset } from "./usage/quota-meter.ts";
import type { Usage } from "./usage/usage.ts";

export interface Api {
  readonly definition: ApiDefinition;
  readonly domainName: string;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly policyCache: PolicyCache;
  /** Who may sign requests; always there where a method asks for signatures. */
  readonly iam: IamDirectory | undefined;
  /** By their ARNs. */
  readonly userPools: ReadonlyMap<string, UserPool>;
  readonly usage: Usage;
  readonly options: GatewayOptions;
  /** Which deployment serves the request; only where the stage has a canary. */
  readonly isCanaryRequest?: boolean;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly requestId: () => string;
  readonly log: (entry: LogEntry) => void;
  readonly executionLog: ((line: string) => void) | undefined;
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
  /** How names of required headers are compared. AWS documents `sameCase`; HTTP/2 sends lower case. */
  readonly parameterHeaderNames: "anyCase" | "sameCase";
  /** How long connecting to an HTTP endpoint may take, in milliseconds. AWS publishes no number. */
  readonly endpointConnectTimeoutMs: number;
  /** The status of `INTEGRATION_FAILURE`: 504 is documented, 500 has been observed. */
  readonly integrationFailureStatus: 504 | 500;
  /** What is appended to the text of a denial when a Deny matched. Newer regions say more. */
  readonly explicitDenySuffix: string;
  /** How far the clock of a signer may be off, in seconds. */
  readonly signatureClockSkewSeconds: number;
  /** Whether a body may be left out of the signature by `UNSIGNED-PAYLOAD`, which is documented for S3 alone. */
  readonly unsignedPayload: "refused" | "accepted";
  /** Whether the client is told what it sent, and what should have been signed, when its signature is refused. */
  readonly signatureEcho: "redacted" | "asSent";
  /** What is appended to the text of a denial that names the user when no statement matched. Newer regions say more. */
  readonly implicitDenySuffix: string;
  /**
   * Whether a resource policy's Allow for the API's own account is one for each of its principals, or leaves it to
   * their policies.
   */
  readonly accountPrincipals: "allow" | "delegate";
  /** How `exp` and `iat` of a user pool's token stand in the claims of an event. */
  readonly claimTimes: "date" | "seconds";
  /** How a claim that is a list stands there: `a,b` or `[a b]`. */
  readonly claimLists: "commas" | "brackets";
  /** Whether the throttles of the stage and the account come before the authorizer or after the usage plan. */
  readonly stageThrottle: "beforeAuthorizer" | "afterUsagePlan";
  /** Whether a request that its usage plan throttles counts against the quota. */
  readonly countThrottledRequests: boolean;
  /** What the offset of a quota is; AWS has documented two things. */
  readonly quotaOffset: QuotaOffset;
  /** What becomes of a request that cannot be metered. AWS lets it pass; here it is refused. */
  readonly usagePlanFault: "refuse" | "pass";
}

export const DEFAULT_OPTIONS: GatewayOptions = {
  authorizerTimeoutMs: 29_000,
  authorizerCacheSize: 10_000,
  requireIdentityWithoutCaching: true,
  identityValidation: "full",
  requirePrincipalId: true,
  methodArnPath: "asSent",
  methodOverride: "beforeRouting",
  parameterHeaderNames: "anyCase",
  endpointConnectTimeoutMs: 29_000,
  integrationFailureStatus: 504,
  explicitDenySuffix: " with an explicit deny",
  signatureClockSkewSeconds: 300,
  unsignedPayload: "refused",
  signatureEcho: "redacted",
  implicitDenySuffix: "",
  accountPrincipals: "delegate",
  claimTimes: "date",
  claimLists: "commas",
  stageThrottle: "beforeAuthorizer",
  countThrottledRequests: false,
  quotaOffset: "requestsInFirstPeriod",
  usagePlanFault: "refuse",
};

/** Why a request was not served as its caller hoped. The client is never told. */
export type LogReason =
  | "MalformedRequest"
  | "HeadersTooLarge"
  | "PayloadTooLarge"
  | "WrongStage"
  | "WrongEndpoint"
  | "NoRoute"
  | "MethodArnTooLong"
  | "SignatureMissing"
  | "SignatureIncomplete"
  | "SignatureInvalid"
  | "AccessKeyUnknown"
  | "SessionExpired"
  | "IdentityMissing"
  | "IdentityInvalid"
  | "TokenInvalid"
  | "TokenExpired"
  | "TokenUseWrong"
  | "ScopeMissing"
  | "UserPoolFailed"
  | "AuthorizerUnauthorized"
  | "AuthorizerFailed"
  | "AuthorizerTimedOut"
  | "AuthorizerResultInvalid"
  | "ApiKeyMissing"
  | "ApiKeyInvalid"
  | "PlanThrottled"
  | "QuotaExceeded"
  | "MethodThrottled"
  | "AccountThrottled"
  | "UsagePlanFailed"
  | "ParametersMissing"
  | "BodyInvalid"
  | "BodyNotConvertible"
  | "MediaTypeUnsupported"
  | "MappingFailed"
  | "NoMockResponse"
  | "EndpointFailed"
  | "EndpointTimedOut"
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
