/** Verifying the tokens of a Cognito user pool by the keys that it publishes. */
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import { GatewayError } from "../errors.ts";
import { fetchKeySet } from "./key-set.ts";
import { isTokenRefused } from "./token-refused.ts";
import type { TokenVerdict, UserPool } from "./user-pool.ts";
import { parseUserPoolArn } from "./user-pool-arn.ts";

export interface UserPoolOptions {
  /** `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Lychgate` */
  readonly userPoolArn: string;
  /** Where the pool's keys are, if not at Cognito. */
  readonly jwksUri?: string;
  /** Reads a JSON Web Key Set; by HTTP unless given. */
  readonly fetchJwks?: (uri: string) => Promise<ArrayBuffer>;
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
}

const INVALID: TokenVerdict = Object.freeze({ type: "invalid" });

/**
 * Verifies ID and access tokens of a user pool. The keys are read once, and again for a token with a new one.
 *
 * @throws GatewayError `InvalidSetting` when the ARN is not that of a user pool
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createUserPoolVerifier(options: UserPoolOptions): UserPool {
  const { userPoolArn, jwksUri, fetchJwks = fetchKeySet, clock = Date.now } = options;
  const userPoolId = parseUserPoolArn(userPoolArn);
  if (userPoolId === undefined) {
    throw new GatewayError("InvalidSetting", [
      `userPoolArn: expected the ARN of a user pool, came \`${userPoolArn}\``,
    ]);
  }
  const { issuer } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
  const verifier = CognitoJwtVerifier.create(
    // The times are looked at below, by the clock that is given.
    { userPoolId, tokenUse: null, clientId: null, graceSeconds: Number.POSITIVE_INFINITY },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: (uri) => fetchJwks(jwksUri ?? uri) } }) },
  );
  return async (token) => {
    // Asking first spares a look for keys, and the wait between two of them, for tokens from elsewhere.
    if (issuerOf(token) !== issuer) return INVALID;
    try {
      return verdictAt(clock() / 1000, await verifier.verify(token));
    } catch (error) {
      if (isTokenRefused(error)) return INVALID;
      throw error;
    }
  };
}

function issuerOf(token: string): unknown {
  try {
    return decomposeUnverifiedJwt(token).payload.iss;
  } catch {
    return undefined;
  }
}

/** A token is good before its `exp` (RFC 7519, section 4.1.4), and from its `nbf` on. */
function verdictAt(now: number, claims: Readonly<Record<string, unknown>>): TokenVerdict {
  const { exp, nbf } = claims;
  if (typeof exp !== "number") return INVALID;
  if (now >= exp) return { type: "expired" };
  return typeof nbf === "number" && now < nbf ? INVALID : { type: "verified", claims };
}
