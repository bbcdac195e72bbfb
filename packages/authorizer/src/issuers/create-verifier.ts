import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import {
  JwkInvalidKtyError,
  JwkInvalidUseError,
  JwtExpiredError,
  JwtInvalidClaimError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
} from "aws-jwt-verify/error";
import type { DecomposedJwt } from "aws-jwt-verify/jwt";
import { type ClaimRules, callerOf, type TokenVerifier } from "../caller.ts";
import type { Claims } from "../claims.ts";
import { AuthorizerFault, TokenRefused } from "../errors.ts";
import { claimRulesOf } from "./claim-rules.ts";
import { type CognitoIssuer, type Issuer, issuerOf, jwksUriOf, type OidcIssuer } from "./issuer.ts";
import { KeyCache } from "./key-cache.ts";
import { fetchKeySet } from "./key-set.ts";
import { checkOidcToken } from "./oidc-token.ts";
import { ParsedVerifier, type ParsedVerifierProperties } from "./parsed-verifier.ts";
import { readIssuers } from "./read-issuers.ts";
import { unverified } from "./unverified-token.ts";

export interface TokenVerifierOptions {
  /** Several entries may be of one issuer: the first that accepts a token says who calls. */
  issuers: readonly Issuer[];
  /** Reads an issuer's JSON Web Key Set; the default reads it over HTTPS. */
  fetchJwks?: (uri: string) => Promise<ArrayBuffer>;
}

/**
 * Errors that say that the token is bad, for instance that it names a key of the issuer that is there to
 * encrypt with. Any other says that its key could not be had, for instance that it is too early to read the
 * keys again, when nobody can say whether an unknown key is a new one.
 */
const REFUSALS = [
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  JwkInvalidUseError,
  JwkInvalidKtyError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtInvalidClaimError,
];

/** One of the issuers, ready to verify. */
interface Entry {
  algorithms: readonly string[];
  verify(jwt: DecomposedJwt): Promise<Claims>;
  rules: ClaimRules;
}

/**
 * Verifies tokens of several issuers: signature, algorithm, issuer, audience or client, use and expiry.
 * @throws IssuersError when the issuers are not what they should be
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const issuers = readIssuers(options.issuers, "issuers");
  const fetch = options.fetchJwks ?? ((uri: string) => fetchKeySet(uri));
  const jwksCache = new KeyCache(fetch);
  const entries = Map.groupBy(
    issuers.map((issuer) => entryOf(issuer, issuers, jwksCache)),
    ({ rules }) => rules.issuer,
  );
  return async (token) => {
    const jwt = unverified(token);
    const { header, payload } = jwt;
    // Asking first spares a look for keys, and the wait between two of them, for tokens from elsewhere.
    const known = entries.get(payload.iss ?? "") ?? [];
    const { claims, rules } = await verifyByFirst(
      known.filter(({ algorithms }) => algorithms.includes(header.alg ?? "")),
      jwt,
    );
    return callerOf(claims, rules);
  };
}

/** A claim that one entry refuses, another entry of the same issuer may accept. */
async function verifyByFirst(
  entries: readonly Entry[],
  jwt: DecomposedJwt,
): Promise<{ claims: Claims; rules: ClaimRules }> {
  let refusal: TokenRefused | undefined;
  for (const { verify, rules } of entries) {
    try {
      return { claims: await verify(jwt), rules };
    } catch (error) {
      if (!(error instanceof JwtInvalidClaimError)) throw refusalOf(error);
      if (refusal?.code !== "TokenExpired") refusal = refusalOf(error);
    }
  }
  throw refusal ?? new TokenRefused("TokenInvalid");
}

function entryOf(issuer: Issuer, issuers: readonly Issuer[], jwksCache: KeyCache): Entry {
  const rules = claimRulesOf(issuer, issuers);
  const properties = issuer.kind === "cognito" ? cognitoProperties(issuer) : oidcProperties(issuer);
  const verifier = new ParsedVerifier(properties, jwksCache);
  const algorithms = issuer.kind === "cognito" ? ["RS256"] : issuer.algorithms;
  return { algorithms, rules, verify: (jwt) => verifier.verifyParsed(jwt) };
}

/**
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
function cognitoProperties(issuer: CognitoIssuer): ParsedVerifierProperties {
  const { tokenUse, clientIds, clockToleranceSeconds: graceSeconds = 0 } = issuer;
  const clientId = clientIds && [...clientIds];
  return {
    issuer: issuerOf(issuer),
    // An access token of a user pool has none; its client is checked with its use.
    audience: null,
    jwksUri: jwksUriOf(issuer),
    graceSeconds,
    customJwtCheck: ({ payload }) => validateCognitoJwtFields(payload, { tokenUse, clientId }),
  };
}

function oidcProperties(issuer: OidcIssuer): ParsedVerifierProperties {
  const { audience, clockToleranceSeconds: graceSeconds = 0 } = issuer;
  return {
    issuer: issuerOf(issuer),
    audience: audience && [...audience],
    jwksUri: jwksUriOf(issuer),
    graceSeconds,
    customJwtCheck: checkOidcToken(issuer),
  };
}

function refusalOf(cause: unknown): TokenRefused {
  if (cause instanceof JwtExpiredError) return new TokenRefused("TokenExpired", { cause });
  if (REFUSALS.some((refusal) => cause instanceof refusal))
    return new TokenRefused("TokenInvalid", { cause });
  throw new AuthorizerFault("KeysUnavailable", "the issuer's keys could not be read", { cause });
}
