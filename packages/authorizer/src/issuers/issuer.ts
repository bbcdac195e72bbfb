/** Those whose tokens are accepted, and on which terms. What weakens a check has to be `null`, on purpose. */
import type { GroupFormat } from "./group-claim.ts";

export type Issuer = CognitoIssuer | OidcIssuer;

interface IssuerTerms {
  /** Scopes that a token has to have, all of them. */
  requiredScopes?: readonly string[];
  /**
   * What is put before the names of this issuer's groups, such as `okta.`. Only this issuer has groups
   * that begin so. Without one, the issuer is trusted to name any group.
   */
  groupPrefix?: string;
  /** How far the issuer's clock may be from this one, 0 to 300; a token is good for so much longer. */
  clockToleranceSeconds?: number;
  /** How the groups are written in their claim; a list unless given. */
  groupFormat?: GroupFormat;
}

/** A user pool of Amazon Cognito. */
export interface CognitoIssuer extends IssuerTerms {
  kind: "cognito";
  userPoolId: string;
  /** The app clients whose tokens are accepted; `null` accepts those of every client of the pool. */
  clientIds: readonly string[] | null;
  /** `null` accepts id tokens too, which are not made for APIs. */
  tokenUse: "access" | "id" | null;
  /** `cognito:groups` unless given. */
  groupClaim?: ClaimName;
}

/** Any other issuer of signed tokens with a JSON Web Key Set. */
export interface OidcIssuer extends IssuerTerms {
  kind: "oidc";
  /** Begins the `principalId` of its callers: `name|sub`. */
  name: string;
  /** The claim `iss`, to the letter. */
  issuer: `https://${string}`;
  /** One of these has to be among the claim `aud`; `null` accepts tokens that were made for anybody. */
  audience: readonly string[] | null;
  /** The header `typ` of its access tokens, such as `at+jwt`; `null` accepts any, an id token's too. */
  tokenType: string | null;
  algorithms: readonly [Algorithm, ...Algorithm[]];
  /** Where its keys are; `/.well-known/jwks.json` below the issuer unless given. */
  jwksUri?: `https://${string}`;
  /** The clients whose tokens are accepted, by `client_id`, `azp`, `cid` or `appid`. */
  clientIds?: readonly string[];
  groupClaim: ClaimName;
  /** `sub` unless given. A token without it is refused. */
  usernameClaim?: string;
}

/** The name of a claim, whatever is in it; of a nested one, the names on the way: `["realm_access", "roles"]`. */
export type ClaimName = string | readonly [string, ...string[]];

/**
 * The algorithms that are known: those with a public key. What such a key has to be stands beside each, and
 * how long a signature is where that does not hang on the key.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.1
 */
export const ALGORITHMS = {
  RS256: { kty: "RSA", crv: undefined, signatureBytes: undefined },
  RS384: { kty: "RSA", crv: undefined, signatureBytes: undefined },
  RS512: { kty: "RSA", crv: undefined, signatureBytes: undefined },
  ES256: { kty: "EC", crv: "P-256", signatureBytes: 64 },
  ES384: { kty: "EC", crv: "P-384", signatureBytes: 96 },
  ES512: { kty: "EC", crv: "P-521", signatureBytes: 132 },
  EdDSA: { kty: "OKP", crv: "Ed25519", signatureBytes: 64 },
} as const;

export type Algorithm = keyof typeof ALGORITHMS;

export function isAlgorithm(value: unknown): value is Algorithm {
  return typeof value === "string" && Object.hasOwn(ALGORITHMS, value);
}

/** The claim `iss` of an issuer's tokens. */
export function issuerOf(issuer: Issuer): string {
  if (issuer.kind === "oidc") return issuer.issuer;
  const [region] = issuer.userPoolId.split("_");
  return `https://cognito-idp.${region}.amazonaws.com/${issuer.userPoolId}`;
}

/** Where an issuer's keys are. */
export function jwksUriOf(issuer: Issuer): string {
  const given = issuer.kind === "oidc" ? issuer.jwksUri : undefined;
  return given ?? `${issuerOf(issuer).replace(/\/$/, "")}/.well-known/jwks.json`;
}

/** The names on the way to a claim. */
export function pathOf(claim: ClaimName): readonly [string, ...string[]] {
  return typeof claim === "string" ? [claim] : claim;
}
