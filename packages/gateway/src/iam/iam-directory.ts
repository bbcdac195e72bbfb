/** The identities that may sign requests, and the sessions that were issued to them. */
import { type PreparedPolicies, prepare } from "@lychgate/evaluation";
import { GatewayError } from "../errors.ts";
import {
  type Credentials,
  createCredentials,
  newSessionCredentials,
  type SecretCredentials,
} from "./credentials.ts";
import type { IamCaller } from "./iam-caller.ts";
import type { IamFile, IamRole, IamUser } from "./iam-file.ts";
import { principalArn, principalId, sessionArn } from "./principal.ts";
import { readIamFile } from "./read-iam-file.ts";
import { type PreparedTrust, prepareTrustPolicy } from "./trust-policy.ts";

export type { Credentials } from "./credentials.ts";

export interface IamDirectory {
  /** `undefined` for an access key that is unknown or inactive. */
  findCredentials(accessKeyId: string): Credentials | undefined;
  findRole(roleArn: string): Role | undefined;
  /** Issues temporary credentials of a role; who asks for them has been found to be trusted. */
  issueSession(role: Role, session: SessionRequest): Session;
}

/** A role, ready to be assumed. */
export interface Role {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly maxSessionDuration: number;
  readonly trust: PreparedTrust;
  readonly policies: PreparedPolicies;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SessionRequest {
  readonly name: string;
  readonly durationSeconds: number;
}

export interface Session {
  readonly credentials: Required<SecretCredentials>;
  readonly caller: IamCaller;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** How many sessions are known at a time; the oldest is forgotten first. */
const MAX_SESSIONS = 10_000;

/**
 * @param files one for each account
 * @param clock epoch milliseconds
 * @throws GatewayError `InvalidIamFile`
 */
export function createIamDirectory(files: IamFile | readonly IamFile[], clock: () => number): IamDirectory {
  const accounts = (isList(files) ? files : [files]).map(readIamFile);
  expectEachOnce(
    "account",
    accounts.map(({ accountId }) => accountId),
  );
  expectEachOnce("access key", accounts.flatMap(accessKeyIds));
  const keys = new Map(accounts.flatMap(userCredentials));
  const roles = new Map(accounts.flatMap(rolesOf).map((role) => [role.arn, role]));
  const sessions = new Map<string, Credentials>();
  return {
    findCredentials: (accessKeyId) => keys.get(accessKeyId) ?? sessions.get(accessKeyId),
    findRole: (roleArn) => roles.get(roleArn),
    issueSession(role, { name, durationSeconds }) {
      const issuedAt = clock();
      const credentials = newSessionCredentials();
      const caller = sessionCaller(role, name, credentials.accessKeyId, issuedAt);
      const expiresAt = issuedAt + durationSeconds * 1000;
      sessions.set(credentials.accessKeyId, createCredentials(credentials, caller, expiresAt));
      dropOldest(sessions);
      return { credentials, caller, expiresAt };
    },
  };
}

function isList(files: IamFile | readonly IamFile[]): files is readonly IamFile[] {
  return Array.isArray(files);
}

function expectEachOnce(what: string, names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  throw new GatewayError("InvalidIamFile", [`expected each ${what} in one file, came one in several`]);
}

function accessKeyIds({ users = [] }: IamFile): string[] {
  return users.flatMap(({ accessKeys = [] }) => accessKeys.map(({ accessKeyId }) => accessKeyId));
}

function dropOldest(sessions: Map<string, Credentials>): void {
  for (const accessKeyId of sessions.keys()) {
    if (sessions.size <= MAX_SESSIONS) return;
    sessions.delete(accessKeyId);
  }
}

function userCredentials(file: IamFile): [string, Credentials][] {
  return (file.users ?? []).flatMap((user) => {
    const identity = userIdentity(user, file);
    return (user.accessKeys ?? [])
      .filter(({ status }) => status !== "Inactive")
      .map((key) => [key.accessKeyId, createCredentials(key, { ...identity, accessKeyId: key.accessKeyId })]);
  });
}

/** A user may do what the own policies and those of the groups say together. */
function userIdentity(user: IamUser, { accountId, groups = [] }: IamFile): Omit<IamCaller, "accessKeyId"> {
  const arn = principalArn(accountId, "user", user.path ?? "/", user.name);
  const userId = principalId("user", arn);
  const own = groups.filter(({ name }) => user.groups?.includes(name));
  return {
    arn,
    accountId,
    userId,
    policies: prepare([user, ...own].flatMap(({ policies = [] }) => policies)),
    context: {
      ...principalContext("User", arn, accountId, userId, user.tags),
      "aws:username": user.name,
    },
  };
}

function rolesOf({ accountId, roles = [] }: IamFile): Role[] {
  return roles.map((role: IamRole) => {
    const arn = principalArn(accountId, "role", role.path ?? "/", role.name);
    return {
      arn,
      id: principalId("role", arn),
      name: role.name,
      accountId,
      maxSessionDuration: role.maxSessionDuration ?? 3600,
      trust: prepareTrustPolicy(role.trustPolicy),
      policies: prepare(role.policies ?? []),
      tags: role.tags ?? {},
    };
  });
}

function sessionCaller(role: Role, sessionName: string, accessKeyId: string, issuedAt: number): IamCaller {
  const userId = `${role.id}:${sessionName}`;
  return {
    arn: sessionArn(role.accountId, role.name, sessionName),
    accountId: role.accountId,
    userId,
    accessKeyId,
    policies: role.policies,
    context: {
      // Of a session, the principal is its role.
      ...principalContext("AssumedRole", role.arn, role.accountId, userId, role.tags),
      "aws:TokenIssueTime": new Date(issuedAt).toISOString(),
      "aws:MultiFactorAuthPresent": "false",
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function principalContext(
  type: "User" | "AssumedRole",
  arn: string,
  accountId: string,
  userId: string,
  tags: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    "aws:PrincipalArn": arn,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalType": type,
    "aws:userid": userId,
  };
}
