/**
 * The part of cognito-local 5.3 that is used here. Its own declarations pull in the types of aws-sdk v2
 * and pino, which this package does not depend on.
 */
declare module "cognito-local/lib/services/context.js" {
  export interface Logger {
    child(): Logger;
    debug(): void;
    error(): void;
    info(): void;
    warn(): void;
  }

  export interface Context {
    readonly logger: Logger;
  }
}

declare module "cognito-local/lib/services/clock.js" {
  export class DateClock {
    get(): Date;
  }
}

declare module "cognito-local/lib/services/dataStore/factory.js" {
  import type { Context } from "cognito-local/lib/services/context.js";

  export interface DataStore {
    delete(context: Context, key: string | string[]): Promise<void>;
    get(context: Context, key: string | string[], defaultValue?: unknown): Promise<unknown>;
    getRoot(context: Context): Promise<unknown>;
    set(context: Context, key: string | string[], value: unknown): Promise<void>;
  }

  export interface DataStoreFactory {
    create(context: Context, id: string, defaults: object): Promise<DataStore>;
  }
}

declare module "cognito-local/lib/services/userPoolService.js" {
  import type { DateClock } from "cognito-local/lib/services/clock.js";
  import type { Context } from "cognito-local/lib/services/context.js";
  import type { DataStoreFactory } from "cognito-local/lib/services/dataStore/factory.js";

  export interface User {
    Attributes: { Name: string; Value: string }[];
    Enabled: boolean;
    Password: string;
    RefreshTokens: string[];
    UserCreateDate: Date;
    UserLastModifiedDate: Date;
    UserStatus: "CONFIRMED";
    Username: string;
  }

  export interface Group {
    GroupName: string;
    CreationDate: Date;
    LastModifiedDate: Date;
    /** The group with the lowest one comes first. */
    Precedence?: number;
    RoleArn?: string;
    members: readonly string[];
  }

  export interface AppClient {
    AccessTokenValidity: number;
    AllowedOAuthFlows: string[];
    AllowedOAuthFlowsUserPoolClient: boolean;
    AllowedOAuthScopes: string[];
    CallbackURLs: string[];
    ClientId: string;
    ClientName: string;
    CreationDate: Date;
    ExplicitAuthFlows: string[];
    IdTokenValidity: number;
    LastModifiedDate: Date;
    RefreshTokenValidity: number;
    SupportedIdentityProviders: string[];
    TokenValidityUnits: { AccessToken: string; IdToken: string; RefreshToken: string };
    UserPoolId: string;
  }

  export interface UserPoolService {
    listGroups(context: Context): Promise<readonly Group[]>;
    saveAppClient(context: Context, client: AppClient): Promise<void>;
    saveGroup(context: Context, group: Group): Promise<void>;
    saveUser(context: Context, user: User): Promise<void>;
  }

  export class UserPoolServiceFactoryImpl {
    constructor(clock: DateClock, stores: DataStoreFactory);
  }
}

declare module "cognito-local/lib/services/cognitoService.js" {
  import type { Context } from "cognito-local/lib/services/context.js";
  import type { DataStoreFactory } from "cognito-local/lib/services/dataStore/factory.js";
  import type {
    UserPoolService,
    UserPoolServiceFactoryImpl,
  } from "cognito-local/lib/services/userPoolService.js";

  export interface CognitoService {
    createUserPool(context: Context, pool: { Id: string; Name: string }): Promise<unknown>;
    getUserPool(context: Context, id: string): Promise<UserPoolService>;
  }

  export class CognitoServiceFactoryImpl {
    constructor(directory: string, stores: DataStoreFactory, pools: UserPoolServiceFactoryImpl);
    create(context: Context, defaults: { UsernameAttributes: string[] }): Promise<CognitoService>;
  }
}

declare module "cognito-local/lib/services/tokenGenerator.js" {
  import type { DateClock } from "cognito-local/lib/services/clock.js";
  import type { Context } from "cognito-local/lib/services/context.js";
  import type { Triggers } from "cognito-local/lib/services/index.js";
  import type { AppClient, User } from "cognito-local/lib/services/userPoolService.js";

  export interface Tokens {
    AccessToken: string;
    IdToken: string;
    RefreshToken: string;
  }

  export interface TokenGenerator {
    generate(
      context: Context,
      user: User,
      groups: readonly string[],
      client: AppClient,
      metadata: unknown,
      source: string,
    ): Promise<Tokens>;
  }

  export class JwtTokenGenerator implements TokenGenerator {
    constructor(clock: DateClock, triggers: Triggers, config: { IssuerDomain: string });
    generate: TokenGenerator["generate"];
  }
}

declare module "cognito-local/lib/services/index.js" {
  import type { DateClock } from "cognito-local/lib/services/clock.js";
  import type { CognitoService } from "cognito-local/lib/services/cognitoService.js";
  import type { TokenGenerator } from "cognito-local/lib/services/tokenGenerator.js";

  export interface Triggers {
    enabled(trigger: string): boolean;
  }

  export interface Services {
    clock: DateClock;
    cognito: CognitoService;
    config: { UserPoolDefaults: { UsernameAttributes: string[] } };
    messages: { deliver(): Promise<void> };
    otp: () => string;
    tokenGenerator: TokenGenerator;
    triggers: Triggers;
  }
}

declare module "cognito-local/lib/errors.js" {
  export class CognitoError extends Error {}
  export class InvalidPasswordError extends CognitoError {}
  export class NotAuthorizedError extends CognitoError {
    constructor(message?: string);
  }
}

declare module "cognito-local/lib/server/Router.js" {
  import type { Context } from "cognito-local/lib/services/context.js";
  import type { Services } from "cognito-local/lib/services/index.js";

  export type Route = (target: string) => (context: Context, request: unknown) => Promise<unknown>;
  export function Router(services: Services): Route;
}

declare module "cognito-local/lib/server/server.js" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { Route } from "cognito-local/lib/server/Router.js";
  import type { Logger } from "cognito-local/lib/services/context.js";
  import type { Services } from "cognito-local/lib/services/index.js";

  type ErrorHandler = (
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: unknown,
  ) => void;

  export interface Application {
    (request: IncomingMessage, response: ServerResponse): void;
    use(handler: ErrorHandler): void;
  }

  export function createServer(
    router: Route,
    logger: Logger,
    options: { development: boolean },
    services: Services,
  ): { application: Application };
}

declare module "cognito-local/lib/keys/cognitoLocal.public.json" {
  const key: { jwk: { n: string } };
  export default key;
}

declare module "cognito-local/lib/services/otp.js" {
  export const otp: () => string;
}
