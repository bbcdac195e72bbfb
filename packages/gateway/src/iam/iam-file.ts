/**
 * The identities of an AWS account as a file describes them: users, groups and roles with their policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id.html
 */
import type { PolicyDocument } from "@lychgate/policy";

export interface IamFile {
  /** Twelve digits. */
  readonly accountId: string;
  readonly users?: readonly IamUser[];
  readonly groups?: readonly IamGroup[];
  readonly roles?: readonly IamRole[];
}

export interface IamUser {
  readonly name: string;
  /** `/` unless given. */
  readonly path?: string;
  readonly accessKeys?: readonly AccessKey[];
  /** Names of groups in the same file. */
  readonly groups?: readonly string[];
  readonly policies?: readonly PolicyDocument[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `Active` unless given. */
  readonly status?: "Active" | "Inactive";
}

/** What several users may do. A group is no principal: it signs nothing and no policy names it. */
export interface IamGroup {
  readonly name: string;
  readonly policies?: readonly PolicyDocument[];
}

export interface IamRole {
  readonly name: string;
  /** `/` unless given. */
  readonly path?: string;
  /** In seconds, from 3600 to 43200; 3600 unless given. */
  readonly maxSessionDuration?: number;
  /** Who may assume the role. */
  readonly trustPolicy: TrustPolicy;
  readonly policies?: readonly PolicyDocument[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html */
export interface TrustPolicy {
  readonly Version?: "2012-10-17" | "2008-10-17";
  readonly Id?: string;
  readonly Statement: TrustStatement | readonly TrustStatement[];
}

export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: TrustPrincipal;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

export type TrustPrincipal = "*" | { readonly [Kind in PrincipalKind]?: string | readonly string[] };

export type PrincipalKind = "AWS" | "Federated" | "Service";
