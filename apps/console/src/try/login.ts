/** Log in by an authorization code with PKCE. It is loaded when somebody does. */
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  customFetch,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  ResponseBodyError,
  validateAuthResponse,
} from "oauth4webapi";
import type { LocalStack } from "./local-stack.ts";
import { keepPending, type LoginReturn } from "./login-return.ts";
import { decodeToken, type Token } from "./token.ts";

/** Both are kept in memory alone. */
export interface Login {
  access: Token;
  id: Token;
}

export interface LoginFailure {
  message: string;
  advice: string;
}

type Pool = LocalStack["pool"];

/**
 * Begins a login.
 * @param origin the console's
 * @returns the address of the login page
 * @throws DOMException where the browser keeps nothing for this page
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4
 */
export async function beginLogin(
  { endpoint, clientId }: Pool,
  { origin, hash, keep = keepPending }: { origin: string; hash: string; keep?: typeof keepPending },
): Promise<URL> {
  const verifier = generateRandomCodeVerifier();
  const state = generateRandomState();
  keep({ state, verifier, hash });
  const page = new URL("/oauth2/authorize", endpoint);
  page.search = String(
    new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectOf(origin),
      response_type: "code",
      scope: "openid",
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }),
  );
  return page;
}

/** Exchanges what the login page answered for tokens. The refresh token is not kept. */
export async function finishLogin(
  { issuer, clientId }: Pool,
  { answer, pending }: LoginReturn,
  { origin, get = fetch }: { origin: string; get?: typeof fetch },
): Promise<Login | LoginFailure> {
  if (!pending) return NOT_BEGUN;
  const server = { issuer, token_endpoint: `${origin}/oauth2/token` };
  const client = { client_id: clientId };
  try {
    const parameters = validateAuthResponse(server, client, answer, pending.state);
    const response = await authorizationCodeGrantRequest(
      server,
      client,
      None(),
      parameters,
      redirectOf(origin),
      pending.verifier,
      { [customFetch]: get, [allowInsecureRequests]: true },
    );
    const tokens = await processAuthorizationCodeResponse(server, client, response, { requireIdToken: true });
    const access = decodeToken(tokens.access_token);
    const id = decodeToken(tokens.id_token ?? "");
    return access && id ? { access, id } : NO_TOKENS;
  } catch (error) {
    return failureOf(error);
  }
}

/** As it is registered at the pool. */
function redirectOf(origin: string): string {
  return `${origin}/`;
}

const NOT_BEGUN = {
  message: "the login page answered a login that was not begun in this tab",
  advice: "Log in again from here.",
} as const;

const NO_TOKENS = {
  message: "what the pool issued are no tokens that can be read",
  advice: "Log in again; if that does not help, start the stack anew.",
} as const;

function failureOf(error: unknown): LoginFailure {
  if (error instanceof AuthorizationResponseError) {
    return { message: `the login page refused${named(error.error)}`, advice: "Log in again." };
  }
  if (error instanceof ResponseBodyError) {
    return {
      message: `the pool gives no tokens for this code${named(error.error)}`,
      advice: "A code is good once, and for a short time: log in again.",
    };
  }
  if (error instanceof TypeError) {
    return {
      message: "the stack does not answer",
      advice: "Is `npm start` still running? Then log in again.",
    };
  }
  return {
    message: "the login cannot be finished: what was answered is not what was asked for",
    advice: "Log in again from here; if that does not help, start the stack anew.",
  };
}

/** The address said it, so that it may be anything. */
function named(code: string): string {
  return /^[a-z_]{1,40}$/.test(code) ? `: \`${code}\`` : "";
}
