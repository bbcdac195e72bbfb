/** What an environment can be. An option that is wrong, or only half set, does not compile. */
import type { ApiOptions } from "./api-options.ts";
import type { IdentityProviderOptions } from "./identity-provider-options.ts";
import type { Arn, HttpsUrl, NonEmpty, Off, RetentionDays } from "./options.ts";

/** An environment: of this machine's AWS API server, or of an AWS account. */
export type Environment = LocalEnvironment | AccountEnvironment;

export type EnvironmentName = Environment["name"];

/** Against an AWS API server of this machine: nothing in it is kept, so nothing in it is protected. */
export interface LocalEnvironment extends CommonOptions {
  name: "local";
  /** Where the server listens; `LYCHGATE_AWS_ENDPOINT` says otherwise. */
  endpoint: `http://127.0.0.1:${number}`;
  state: "file";
  protectsData: false;
  identity: IdentityOptions & {
    /** A second app client, whose tokens a test gets for a user name and a password. */
    passwordClient: boolean;
  };
}

/** In an AWS account. Its table, user pool and state survive a mistake. */
export interface AccountEnvironment extends CommonOptions {
  name: "dev" | "prod";
  endpoint: "aws";
  state: "bucket";
  protectsData: true;
  identity: IdentityOptions & { passwordClient: false };
}

interface CommonOptions {
  /** Twelve digits. The provider refuses credentials of another account. */
  account: string;
  region: string;
  /** The version constraint of the Terraform provider `hashicorp/aws`. */
  providerVersion: string;
  /** Provider 5 knows runtimes up to `nodejs22.x`. */
  runtime: "nodejs24.x" | "nodejs22.x";
  logRetentionDays: RetentionDays;
  bootstrap: BootstrapOptions;
  policyStore: PolicyStoreOptions;
  api: ApiOptions;
  edge: EdgeOptions | Off;
}

export interface BootstrapOptions {
  /** The repository whose workflows may deploy, from jobs of the environment of the same name. */
  repository: `${string}/${string}`;
  /**
   * GitHub's identity provider exists once an account: the first environment there makes it, the others use it.
   */
  identityProvider: "create" | "existing";
  /** How long a state that was written over is kept. */
  oldStateDays: number;
}

export interface IdentityOptions {
  /** Where the login page may send its users back to. */
  callbackUrls: NonEmpty<HttpsUrl | `http://localhost:${number}${string}`>;
  logoutUrls: NonEmpty<HttpsUrl | `http://localhost:${number}${string}`>;
  /** Scopes that a client can ask for, with what they mean. */
  scopes: Readonly<Record<string, string>>;
  mfa: "OFF" | "OPTIONAL" | "ON";
  /** Cognito's threat protection; it needs the Plus plan, which is paid by active user. */
  threatProtection: "AUDIT" | "ENFORCED" | Off;
  tokens: {
    /** Of access and ID tokens: how long a removed member keeps its groups. 5 minutes to a day. */
    minutes: number;
    /** Of refresh tokens: how long before a user logs in again. */
    refreshDays: number;
  };
  /** Where users may come from besides the pool. */
  identityProviders: readonly IdentityProviderOptions[];
  /** IAM roles of groups, by group; the groups themselves come from the policy modules. */
  groupRoles: Readonly<Record<string, GroupRoleOptions>>;
}

/** A role that stands for a group's members. */
export interface GroupRoleOptions {
  /** Who may assume it. */
  trustedBy: NonEmpty<Arn<"iam">>;
  /** What it may call with its credentials, e.g. `GET/petstore/v1/pets`. */
  mayInvoke: NonEmpty<`${Uppercase<string>}/${string}`>;
}

export interface PolicyStoreOptions {
  /** How far back the table can be restored, 1 to 35 days. */
  recoveryDays: number;
}

/** An own domain for the API, in a Route 53 zone of the account. */
export interface EdgeOptions {
  domainName: string;
  zoneId: `Z${string}`;
  certificate: { issue: "dns-validated" } | { arn: Arn<"acm"> };
  /** Whether the API still answers under its `execute-api` name; then WAF and logs see both. */
  keepExecuteApi: boolean;
}
