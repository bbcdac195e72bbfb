import type { Issuer } from "@lychgate/authorizer";
import type { Arn, Cidr, HttpsUrl, NonEmpty, Off } from "./options.ts";

export interface ApiOptions {
  /** One of the repository's contracts. */
  contract: string;
  stage: string;
  access: AccessOptions;
  authorizer: FunctionOptions & {
    /** How long a policy is used before it is looked up again, 0 to 3600. */
    policyTtlSeconds: number;
    /** For how much longer it is used while the table cannot be asked, 0 to 3600; 0 unless given. */
    stalePolicySeconds?: number;
    /** Whether the policy table's deny list is asked; not unless given. */
    denyList?: boolean;
    /** Whose tokens are accepted beside those of the environment's user pool. */
    issuers: readonly Issuer[];
    logLevel: "info" | "error";
    /** Says in log and context what the policy decides for the method that was called. */
    explainDecisions: boolean;
  };
  upstream: UpstreamOptions;
  /** The origin that error responses name for browsers. */
  cors: { origin: HttpsUrl | "*" } | Off;
  /** Of each method. */
  throttle: Throttle;
  canary: CanaryOptions | Off;
  tracing: boolean;
  accessLog: boolean;
  /**
   * The role with which API Gateway writes logs is a setting of the account and region: one environment of an
   * account makes it.
   */
  accountLogRole: "create" | "existing";
  firewall: FirewallOptions | Off;
  /** The highest tier first. */
  usageTiers: readonly UsageTier[];
  /**
   * Who names the key that a request is metered by: its header `x-api-key`, unless given, or the authorizer by the
   * tier of the caller's groups. The authorizer is told the keys by a variable of its function.
   */
  apiKeySource?: "HEADER" | "AUTHORIZER";
  alarms: AlarmOptions | Off;
  dashboard: boolean;
  /** Queries for CloudWatch Logs Insights, of the authorizer's log and of the access log. */
  savedQueries: boolean;
}

/**
 * An API without authorizers would answer nobody under a policy that only denies, so only a protected one
 * takes networks.
 */
export type AccessOptions =
  | { protected: true; onlyFrom: NonEmpty<Cidr> | Off }
  | { protected: false; onlyFrom?: never };

export interface FunctionOptions {
  memoryMegabytes: number;
  /** How many may run at once; `off` shares the account's. */
  reservedConcurrency: number | Off;
}

/** What answers the requests that are let through. */
export type UpstreamOptions =
  | ({ kind: "function" } & FunctionOptions)
  | { kind: "http"; url: HttpsUrl }
  | { kind: "vpc-link"; url: `http://${string}` | HttpsUrl; loadBalancer: Arn<"elasticloadbalancing"> };

export interface Throttle {
  requestsPerSecond: number;
  burst: number;
}

/** A share of the requests goes to the contract of this commit, the rest to the one in force. */
export interface CanaryOptions {
  percent: number;
  /** The output `contract_revision` of the deployment that stays in force. */
  stableRevision: string;
}

export interface FirewallOptions {
  /** Of one address, in five minutes. */
  requestsPerAddress: number;
}

/** A usage plan with a key; for throughput, not for authentication. */
export interface UsageTier {
  name: string;
  throttle: Throttle;
  quota: { requests: number; per: "DAY" | "WEEK" | "MONTH" } | Off;
}

export interface AlarmOptions {
  /** Mail addresses that confirm the subscription once. */
  email: readonly string[];
  /** Server errors of five minutes. */
  serverErrors: number;
  /** Share of refused requests of fifteen minutes. */
  refusedPercent: number;
  latencyMilliseconds: number;
}
