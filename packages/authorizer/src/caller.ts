import { TokenRefused } from "./errors.ts";

/** Who calls, as far as a verified token says. */
export interface Caller {
  /** The claim `sub`, which is never given to another user. */
  sub: string;
  username: string;
  /** The claim `cognito:groups`, without the groups that Cognito makes for identity providers. */
  groups: readonly string[];
  /** The claim `exp`, in epoch seconds. */
  expires: number;
}

/** Verifies a token. @throws TokenRefused for a bad token, AuthorizerFault when it cannot be told */
export type TokenVerifier = (token: string) => Promise<Caller>;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html */
const MAX_GROUPS = 100;

/** The last second, in epoch seconds, that a policy document can name as a date. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/**
 * Reads the claims of an access token whose signature, issuer, use and client have been verified.
 * @throws TokenRefused when a claim is not of its type
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function callerOf(claims: Readonly<Record<string, unknown>>, userPoolId: string): Caller {
  const { sub, username, exp } = claims;
  const groups = claims["cognito:groups"] ?? [];
  if (typeof sub !== "string" || sub === "" || typeof username !== "string")
    throw new TokenRefused("TokenInvalid");
  if (!isInstant(exp)) throw new TokenRefused("TokenInvalid");
  if (!isListOfTexts(groups) || groups.length > MAX_GROUPS) throw new TokenRefused("TokenInvalid");
  const named = groups.filter((group) => !group.startsWith(`${userPoolId}_`));
  return { sub, username, groups: [...new Set(named)].sort(), expires: exp };
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isInstant(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LAST_INSTANT;
}
