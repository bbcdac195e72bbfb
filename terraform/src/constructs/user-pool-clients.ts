import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server/index.js";
import {
  CognitoUserPoolClient,
  type CognitoUserPoolClientConfig,
} from "@cdktf/provider-aws/lib/cognito-user-pool-client/index.js";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { globalNameOf, nameOf } from "../naming.ts";
import type { UserPool } from "./user-pool.ts";

export interface UserPoolClientsOptions {
  environment: Environment;
  pool: UserPool;
  /** The names of the providers whose users may log in too. */
  identityProviders: readonly string[];
}

/** The login page, the scopes, and the clients that may ask for tokens. */
export class UserPoolClients extends Construct {
  readonly clientId: string;
  readonly passwordClientId: string | undefined;
  readonly loginDomain: string;

  constructor(scope: Construct, id: string, options: UserPoolClientsOptions) {
    super(scope, id);
    const { environment, pool, identityProviders } = options;
    this.loginDomain = new CognitoUserPoolDomain(this, "domain", {
      domain: globalNameOf(environment, "login"),
      userPoolId: pool.id,
    }).domain;
    const scopes = this.addScopes(environment, pool);
    this.clientId = this.addLoginClient(environment, pool, scopes, identityProviders);
    if (environment.identity.passwordClient)
      this.passwordClientId = this.addPasswordClient(environment, pool);
  }

  private addScopes(environment: Environment, pool: UserPool): string[] {
    const entries = Object.entries(environment.identity.scopes);
    const server = new CognitoResourceServer(this, "scopes", {
      identifier: nameOf(environment, "api"),
      name: nameOf(environment, "api"),
      userPoolId: pool.id,
      scope: entries.map(([scopeName, scopeDescription]) => ({ scopeName, scopeDescription })),
    });
    return entries.map(([scope]) => `${server.identifier}/${scope}`);
  }

  /** A browser's client keeps no secret: it proves itself by PKCE, which Cognito's login page supports. */
  private addLoginClient(
    environment: Environment,
    pool: UserPool,
    scopes: readonly string[],
    identityProviders: readonly string[],
  ): string {
    const { callbackUrls, logoutUrls } = environment.identity;
    return new CognitoUserPoolClient(this, "login", {
      ...commonSettings(environment, pool),
      name: nameOf(environment, "login"),
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", ...scopes],
      callbackUrls: [...callbackUrls],
      logoutUrls: [...logoutUrls],
      supportedIdentityProviders: ["COGNITO", ...identityProviders],
      refreshTokenRotation: [{ feature: "ENABLED", retryGracePeriodSeconds: 10 }],
    }).id;
  }

  private addPasswordClient(environment: Environment, pool: UserPool): string {
    return new CognitoUserPoolClient(this, "password", {
      ...commonSettings(environment, pool),
      name: nameOf(environment, "password"),
      explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }).id;
  }
}

function commonSettings({ identity }: Environment, pool: UserPool) {
  return {
    userPoolId: pool.id,
    generateSecret: false,
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    accessTokenValidity: identity.tokens.minutes,
    idTokenValidity: identity.tokens.minutes,
    refreshTokenValidity: identity.tokens.refreshDays,
    tokenValidityUnits: [{ accessToken: "minutes", idToken: "minutes", refreshToken: "days" }],
  } satisfies Partial<CognitoUserPoolClientConfig>;
}
