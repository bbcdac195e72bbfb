/** The hosted login: its address, what it sends back, and the tokens for that. */
import { LifeCycleError } from "./errors.ts";
import { challengeOf, type LoginProof } from "./pkce.ts";

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html */
export interface LoginPage {
  /** Without a slash at its end. */
  url: string;
  clientId: string;
  callbackUrl: string;
}

const TIMEOUT = 15_000;

/** The address at which a user logs in. */
export function loginAddress({ url, clientId, callbackUrl }: LoginPage, proof: LoginProof): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: callbackUrl,
    scope: "openid",
    state: proof.state,
    code_challenge: challengeOf(proof.verifier),
    code_challenge_method: "S256",
  });
  return `${url}/oauth2/authorize?${query}`;
}

/**
 * The code that a login ended with.
 * @param text the code itself, or the whole address that the browser was sent to, whose state is checked
 * @throws LifeCycleError `LoginRefused`
 */
export function codeFrom(text: string, { state }: Pick<LoginProof, "state">): string {
  if (!/^https?:/.test(text)) return text;
  const query = URL.parse(text)?.searchParams;
  if (query?.get("state") !== state) throw refused("the address is of another login: log in again");
  const code = query.get("code");
  if (code) return code;
  throw refused("the login page sent no code: log in again");
}

/** An access token and when it ends, in milliseconds since 1970. */
export interface Token {
  accessToken: string;
  expiresAt: number;
}

/**
 * Exchanges a code.
 * @throws LifeCycleError `LoginRefused`; its message has nothing of the answer in it
 */
export async function exchangeCode(
  { url, clientId, callbackUrl }: LoginPage,
  code: string,
  { verifier }: Pick<LoginProof, "verifier">,
): Promise<Token> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: callbackUrl,
    code,
    code_verifier: verifier,
  });
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(`${url}/oauth2/token`, { method: "POST", body, redirect: "error", signal });
  if (!response.ok) throw refused(`the login page gives no token for the code: ${response.status}`);
  return tokenIn(await response.json());
}

function tokenIn(answer: unknown): Token {
  if (typeof answer === "object" && answer !== null && "access_token" in answer && "expires_in" in answer) {
    const { access_token: accessToken, expires_in: seconds } = answer;
    if (typeof accessToken === "string" && typeof seconds === "number") {
      return { accessToken, expiresAt: Date.now() + seconds * 1_000 };
    }
  }
  throw refused("expected an access token from the login page");
}

function refused(message: string): LifeCycleError {
  return new LifeCycleError("LoginRefused", message);
}
