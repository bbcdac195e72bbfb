/// <reference path="./cognito-local.d.ts" />
import { randomInt, randomUUID } from "node:crypto";
import type { CognitoService } from "cognito-local/lib/services/cognitoService.js";
import type { AppClient, User, UserPoolService } from "cognito-local/lib/services/userPoolService.js";
import { CliError } from "../errors.ts";
import { SILENT } from "./cognito-services.ts";

/** A user who can sign in at once: confirmed, with a permanent password. */
export interface CognitoUser {
  username: string;
  password: string;
  groups: readonly string[];
  /** `email`, `custom:tenant`; none unless given. */
  attributes?: Readonly<Record<string, string>>;
}

/** The IAM role of a group. Of a user's groups, the one with the lowest precedence has the preferred role. */
export interface GroupRole {
  roleArn?: string;
  precedence?: number;
}

export interface CognitoSettings {
  region: string;
  /** Of the region; new at every start unless given. */
  userPoolId?: string;
  /** One app client, new at every start, unless given. */
  clientIds?: readonly [string, ...string[]];
  /** Any that is free unless given. */
  port?: number;
  /** Epoch milliseconds; the machine's clock unless given. */
  clock?: () => number;
  users: readonly CognitoUser[];
  /** All groups of the pool, also those without members. */
  groups: readonly string[];
  /** The roles of groups, by the groups' names; none unless given. */
  groupRoles?: ReadonlyMap<string, GroupRole>;
  /** Where the login page may send an authorization code; none by default. */
  callbackUrls?: readonly string[];
}

/** Where a user pool is, and how its tokens name it. */
export interface CognitoAddress {
  endpoint: string;
  userPoolId: string;
  clientId: string;
  /** The `iss` of the tokens. */
  issuer: string;
  jwksUri: string;
}

/** Creates the pool with its app clients, the first of which is told, groups and users. */
export async function createUserPool(
  cognito: CognitoService,
  settings: CognitoSettings,
): Promise<{ userPoolId: string; clientId: string }> {
  assertConsistent(settings);
  const { userPoolId = `${settings.region}_${randomText(9)}` } = settings;
  const clientIds = settings.clientIds ?? [randomText(26).toLowerCase()];
  await cognito.createUserPool(SILENT, { Id: userPoolId, Name: "lychgate" });
  const pool = await cognito.getUserPool(SILENT, userPoolId);
  for (const clientId of clientIds) {
    await pool.saveAppClient(SILENT, appClient(userPoolId, clientId, settings.callbackUrls ?? []));
  }
  for (const user of settings.users) await pool.saveUser(SILENT, confirmedUser(user));
  for (const group of settings.groups) await saveGroup(pool, group, settings);
  return { userPoolId, clientId: clientIds[0] };
}

function assertConsistent({ users, groups }: CognitoSettings): void {
  const names = new Set<string>();
  for (const { username, groups: joined } of users) {
    if (names.has(username)) throw new CliError("DuplicateUser", `user \`${username}\` is given twice`);
    names.add(username);
    const unknown = joined.find((group) => !groups.includes(group));
    if (unknown === undefined) continue;
    const message = `user \`${username}\` is in group \`${unknown}\`, which is not a group of the pool`;
    throw new CliError("UnknownGroup", message);
  }
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
function appClient(userPoolId: string, clientId: string, callbackUrls: readonly string[]): AppClient {
  const now = new Date();
  return {
    UserPoolId: userPoolId,
    ClientId: clientId,
    ClientName: "lychgate",
    CreationDate: now,
    LastModifiedDate: now,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid"],
    CallbackURLs: [...callbackUrls],
    SupportedIdentityProviders: ["COGNITO"],
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "days" },
  };
}

function confirmedUser({ username, password, attributes = {} }: CognitoUser): User {
  const now = new Date();
  return {
    Username: username,
    Password: password,
    Attributes: [
      { Name: "sub", Value: randomUUID() },
      ...Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    ],
    Enabled: true,
    RefreshTokens: [],
    UserCreateDate: now,
    UserLastModifiedDate: now,
    UserStatus: "CONFIRMED",
  };
}

async function saveGroup(
  pool: UserPoolService,
  name: string,
  { users, groupRoles }: CognitoSettings,
): Promise<void> {
  const now = new Date();
  const members = users.filter(({ groups }) => groups.includes(name)).map(({ username }) => username);
  const { roleArn, precedence } = groupRoles?.get(name) ?? {};
  await pool.saveGroup(SILENT, {
    GroupName: name,
    CreationDate: now,
    LastModifiedDate: now,
    ...(roleArn !== undefined && { RoleArn: roleArn }),
    ...(precedence !== undefined && { Precedence: precedence }),
    members,
  });
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
