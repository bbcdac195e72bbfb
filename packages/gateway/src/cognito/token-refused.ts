import {
  JwtInvalidClaimError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
} from "aws-jwt-verify/error";

const REFUSALS = [
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtInvalidClaimError,
];

/**
 * Whether an error of a verifier says that the token is bad. Any other says that its key could not be had, for
 * instance that it is too early to read the keys again, when nobody can say whether an unknown key is a new one.
 */
export function isTokenRefused(error: unknown): boolean {
  return REFUSALS.some((refusal) => error instanceof refusal);
}
