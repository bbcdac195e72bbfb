import type { Claims } from "./claims.ts";
import { TokenRefused } from "./errors.ts";
import { type GroupClaim, groupsIn, MAX_GROUPS } from "./issuers/group-claim.ts";
import { isOverage } from "./issuers/overage.ts";
import { hasScopes } from "./issuers/scopes.ts";

/** Who calls, as far as a verified token says. */
export interface Caller {
  /**
   * Who this is among all issuers: the `sub` of a user pool's token, `name|sub` for another issuer's. A
   * user pool's `sub` has no `|`.
   */
  principalId: string;
  /** The claim `sub`, which its issuer never gives to another user; another issuer may. */
  sub: string;
  username: string;
  /** The groups that policies are looked up for, sorted. */
  groups: readonly string[];
  /** The claim `exp` and the issuer's clock tolerance, in epoch seconds. */
  expires: number;
  /** The claim `iss`. */
  issuer: string;
  /** The client that the token was issued to. */
  clientId?: string;
  /** The claim `origin_jti`, which all tokens of one sign-in to a user pool have in common. */
  originJti?: string;
  /** The token's own claims that are texts of at most 256 characters. */
  claims: ReadonlyMap<string, string>;
}

/** Verifies a token. @throws TokenRefused for a bad token, AuthorizerFault when it cannot be told */
export type TokenVerifier = (token: string) => Promise<Caller>;

/** How an issuer's claims are read. */
export interface ClaimRules {
  issuer: string;
  /** What `principalId` begins with, such as `okta|`; nothing for a user pool. */
  principalPrefix: string;
  usernameClaim(claims: Claims): unknown;
  clientId(claims: Claims): unknown;
  groups: GroupClaim;
  requiredScopes: readonly string[];
  clockToleranceSeconds: number;
}

/** The last second, in epoch seconds, that a policy document can name as a date. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken: at most 255 characters of ASCII */
const SUB = /^[\x20-\x7e]{1,255}$/;

/** What ends a line or a header where an integration puts a context value into one. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;

const LONGEST_TEXT = 256;

/**
 * Reads the claims of a token that has been verified.
 * @throws TokenRefused when a claim is not of its type, a scope is missing or groups are left out
 */
export function callerOf(claims: Claims, rules: ClaimRules): Caller {
  const { sub, exp } = claims;
  const username = rules.usernameClaim(claims);
  const expires = typeof exp === "number" ? exp + rules.clockToleranceSeconds : undefined;
  if (!isSub(sub, rules) || !isName(username) || !isInstant(expires)) throw new TokenRefused("TokenInvalid");
  if (!hasScopes(claims, rules.requiredScopes)) throw new TokenRefused("ScopeMissing");
  const clientId = rules.clientId(claims);
  const originJti = claims.origin_jti;
  return {
    principalId: rules.principalPrefix + sub,
    sub,
    username,
    groups: groupsOf(claims, rules.groups),
    expires,
    issuer: rules.issuer,
    ...(isText(clientId) && { clientId }),
    ...(isText(originJti) && { originJti }),
    claims: shortTextsOf(claims),
  };
}

/** A list that is incomplete, or longer than is looked up, could lack the one group that is denied. */
function groupsOf(claims: Claims, claim: GroupClaim): string[] {
  if (isOverage(claims, claim.path[0])) throw new TokenRefused("GroupsOverage");
  const groups = groupsIn(claims, claim);
  if (groups === undefined) throw new TokenRefused("TokenInvalid");
  if (groups.length > MAX_GROUPS) throw new TokenRefused("GroupsOverage");
  return groups;
}

function isSub(value: unknown, { principalPrefix }: ClaimRules): value is string {
  if (!isText(value) || !SUB.test(value)) return false;
  return principalPrefix !== "" || !value.includes("|");
}

function isName(value: unknown): value is string {
  return isText(value) && !CONTROL.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function shortTextsOf(claims: Claims): Map<string, string> {
  const texts = new Map<string, string>();
  for (const name of Object.keys(claims)) {
    const value = claims[name];
    if (isText(value) && value.length <= LONGEST_TEXT) texts.set(name, value);
  }
  return texts;
}

function isInstant(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LAST_INSTANT;
}
