/// <reference path="./cognito-local.d.ts" />
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Route } from "cognito-local/lib/server/Router.js";
import type { Application } from "cognito-local/lib/server/server.js";
import type { DateClock } from "cognito-local/lib/services/clock.js";
import type { CognitoService } from "cognito-local/lib/services/cognitoService.js";
import type { Context, Logger } from "cognito-local/lib/services/context.js";
import type { Services, Triggers } from "cognito-local/lib/services/index.js";
import type { TokenGenerator } from "cognito-local/lib/services/tokenGenerator.js";
import { attributeClaims } from "./cognito-attributes.ts";
import { addClaims, resign, type SigningKey } from "./cognito-key.ts";
import { roleClaims } from "./cognito-roles.ts";
import { memoryStores } from "./cognito-store.ts";

const silence = () => {};

const logger: Logger = {
  child: () => logger,
  debug: silence,
  error: silence,
  info: silence,
  warn: silence,
};

/** A context that logs nothing: cognito-local logs passwords and refresh tokens. */
export const SILENT: Context = { logger };

const DEFAULTS = { UsernameAttributes: [] };

/**
 * The services of cognito-local, without Lambda triggers and without messages to users. The key may still be
 * in the making: it takes as long as loading the rest.
 */
export async function createServices(
  issuerDomain: string,
  signing: Promise<SigningKey>,
  now: () => number = Date.now,
): Promise<Services> {
  const [{ JwtTokenGenerator }, { otp }] = await Promise.all([
    import("cognito-local/lib/services/tokenGenerator.js"),
    import("cognito-local/lib/services/otp.js"),
  ]);
  const clock: DateClock = { get: () => new Date(now()) };
  const triggers: Triggers = { enabled: () => false };
  const generator = new JwtTokenGenerator(clock, triggers, { IssuerDomain: issuerDomain });
  const cognito = await createCognitoService(clock);
  return {
    clock,
    cognito,
    config: { UserPoolDefaults: DEFAULTS },
    messages: { deliver: async () => {} },
    otp,
    tokenGenerator: await createTokenGenerator(generator, cognito, signing),
    triggers,
  };
}

async function createCognitoService(clock: DateClock): Promise<CognitoService> {
  const [{ CognitoServiceFactoryImpl }, { UserPoolServiceFactoryImpl }] = await Promise.all([
    import("cognito-local/lib/services/cognitoService.js"),
    import("cognito-local/lib/services/userPoolService.js"),
  ]);
  // It begins with the pools that it finds in a folder: an empty one, as none are kept.
  const folder = await mkdtemp(join(tmpdir(), "lychgate-cognito-"));
  try {
    const pools = new UserPoolServiceFactoryImpl(clock, memoryStores);
    return await new CognitoServiceFactoryImpl(folder, memoryStores, pools).create(SILENT, DEFAULTS);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Signs the tokens with the key of this start in place of the one that is public, says with them what AWS
 * says, names the user's attributes and the roles of the groups, which cognito-local knows and leaves out, and gives none to a
 * disabled user, whom cognito-local would let in.
 */
async function createTokenGenerator(
  generator: TokenGenerator,
  cognito: CognitoService,
  signing: Promise<SigningKey>,
): Promise<TokenGenerator> {
  const { NotAuthorizedError } = await import("cognito-local/lib/errors.js");
  return {
    async generate(context, user, groups, client, ...rest) {
      if (!user.Enabled) throw new NotAuthorizedError("User is disabled.");
      const key = await signing;
      const tokens = await generator.generate(context, user, groups, client, ...rest);
      const { AccessToken, IdToken, RefreshToken } = tokens;
      const pool = await cognito.getUserPool(context, client.UserPoolId);
      const claims = {
        ...attributeClaims(user.Attributes),
        ...roleClaims(groups, await pool.listGroups(context)),
      };
      return {
        TokenType: "Bearer",
        ExpiresIn: lifetimeOf(AccessToken),
        AccessToken: resign(AccessToken, key),
        IdToken: resign(addClaims(IdToken, claims), key),
        RefreshToken: resign(RefreshToken, key),
      };
    },
  };
}

function lifetimeOf(token: string): number {
  const [, claims = ""] = token.split(".");
  const { exp, iat } = JSON.parse(Buffer.from(claims, "base64url").toString());
  return exp - iat;
}

/** The HTTP side of cognito-local: Cognito's JSON API, the login page, the token endpoint. */
export async function createApplication(services: Services): Promise<Application> {
  const [{ createServer }, { Router }] = await Promise.all([
    import("cognito-local/lib/server/server.js"),
    import("cognito-local/lib/server/Router.js"),
  ]);
  const router = await refuseLikeCognito(Router(services));
  const { application } = createServer(router, logger, { development: false }, services);
  application.use(answerFault);
  return application;
}

/** Cognito tells a wrong password as `NotAuthorizedException`; cognito-local has a name of its own for it. */
async function refuseLikeCognito(router: Route): Promise<Route> {
  const { InvalidPasswordError, NotAuthorizedError } = await import("cognito-local/lib/errors.js");
  return (target) => async (context, request) => {
    try {
      return await router(target)(context, request);
    } catch (error) {
      if (!(error instanceof InvalidPasswordError)) throw error;
      throw new NotAuthorizedError("Incorrect username or password.");
    }
  };
}

/** Express prints an error that nobody takes, and the error of a malformed body quotes it. */
function answerFault(error: unknown, _request: IncomingMessage, response: ServerResponse, _next: unknown) {
  const isMalformed = error instanceof Error && "status" in error;
  response.writeHead(isMalformed ? 400 : 500, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify({ __type: isMalformed ? "SerializationException" : "InternalErrorException" }));
}
