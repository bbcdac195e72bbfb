import { CognitoJwtVerifier } from "aws-jwt-verify";
import {
  JwtExpiredError,
  JwtInvalidClaimError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import { callerOf, type TokenVerifier } from "./caller.ts";
import { AuthorizerFault, TokenRefused } from "./errors.ts";

export interface CognitoVerifierOptions {
  userPoolId: string;
  /** The app clients whose tokens are accepted. */
  clientIds: readonly string[];
  /** Reads the pool's JSON Web Key Set; the default reads it from Cognito over HTTPS. */
  fetchJwks?: (uri: string) => Promise<ArrayBuffer>;
}

/**
 * Errors that say that the token is bad. Any other says that its key could not be had, for instance that it
 * is too early to read the keys again, when nobody can say whether an unknown key is a new one.
 */
const REFUSALS = [
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtInvalidClaimError,
];

/**
 * Verifies access tokens of a Cognito user pool: signature, issuer, use, client and expiry.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createCognitoVerifier(options: CognitoVerifierOptions): TokenVerifier {
  const { userPoolId, clientIds, fetchJwks } = options;
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, tokenUse: "access", clientId: [...clientIds] },
    fetchJwks && { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchJwks } }) },
  );
  const { issuer } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
  return async (token) => {
    // Asking first spares a look for keys, and the wait between two of them, for tokens from elsewhere.
    if (issuerOf(token) !== issuer) throw new TokenRefused("TokenInvalid");
    const claims = await verifier.verify(token).catch((error: unknown) => Promise.reject(refusalOf(error)));
    return callerOf(claims, userPoolId);
  };
}

function issuerOf(token: string): unknown {
  try {
    return decomposeUnverifiedJwt(token).payload.iss;
  } catch (cause) {
    throw new TokenRefused("TokenInvalid", { cause });
  }
}

function refusalOf(cause: unknown): Error {
  if (cause instanceof JwtExpiredError) return new TokenRefused("TokenExpired", { cause });
  if (REFUSALS.some((refusal) => cause instanceof refusal))
    return new TokenRefused("TokenInvalid", { cause });
  return new AuthorizerFault("KeysUnavailable", "the user pool's keys could not be read", { cause });
}
