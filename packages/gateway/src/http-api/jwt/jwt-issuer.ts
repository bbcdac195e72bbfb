/** Verifying the tokens of an issuer by the keys that it publishes. */
import { JwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import { fetchKeySet } from "../../cognito/key-set.ts";
import { isTokenRefused } from "../../cognito/token-refused.ts";
import { GatewayError } from "../../errors.ts";
import type { HttpApiDefinition, JwtAuthorizer } from "../http-api-definition.ts";

export type JwtClaims = Readonly<Record<string, unknown>>;

/** What an issuer's keys say of a token. A fault, such as keys that cannot be read, is thrown. */
export type JwtSignature =
  | { readonly type: "signed"; readonly claims: JwtClaims }
  | { readonly type: "otherIssuer" }
  | { readonly type: "invalid" };

/** Verifies a token's signature and issuer, whatever its time, audience and scope. */
export type JwtIssuer = (token: string) => Promise<JwtSignature>;

/** The value of `iss` → what verifies the tokens that have it. */
export type JwtIssuers = Readonly<Record<string, JwtIssuer>> | ReadonlyMap<string, JwtIssuer>;

export interface JwtIssuerOptions {
  /** The value of `iss`: `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Lychgate`. */
  readonly issuer: string;
  /** Where its keys are; `{issuer}/.well-known/jwks.json` unless given. */
  readonly jwksUri?: string;
  /** Reads a JSON Web Key Set; by HTTP unless given. */
  readonly fetchJwks?: (uri: string) => Promise<ArrayBuffer>;
}

const INVALID: JwtSignature = Object.freeze({ type: "invalid" });
const OTHER_ISSUER: JwtSignature = Object.freeze({ type: "otherIssuer" });

/**
 * Verifies tokens that are signed with RSA, as API Gateway does. The keys are read once, and again for a token with
 * a new one.
 *
 * @throws GatewayError `InvalidSetting` when the issuer is no URL
 */
export function createJwtIssuer({
  issuer,
  jwksUri = `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`,
  fetchJwks = fetchKeySet,
}: JwtIssuerOptions): JwtIssuer {
  if (!/^https?:$/.test(URL.parse(issuer)?.protocol ?? "")) {
    throw new GatewayError("InvalidSetting", [`issuer: expected the URL of an issuer, came \`${issuer}\``]);
  }
  const verifier = JwtVerifier.create(
    // The claims but the issuer are looked at by the stage, by the gateway's clock.
    { issuer, audience: null, jwksUri, graceSeconds: Number.POSITIVE_INFINITY },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchJwks } }) },
  );
  return async (token) => {
    try {
      const { header, payload } = decomposeUnverifiedJwt(token);
      // Asking first spares a look for keys, and the wait between two of them, for tokens from elsewhere.
      if (payload.iss !== issuer) return OTHER_ISSUER;
      if (!/^RS(?:256|384|512)$/.test(header.alg ?? "")) return INVALID;
      return { type: "signed", claims: await verifier.verify(token) };
    } catch (error) {
      if (isTokenRefused(error)) return INVALID;
      throw error;
    }
  };
}

/** The JWT authorizers of a definition's routes. */
export function namedJwtAuthorizers({ routes, defaultRoute }: HttpApiDefinition): JwtAuthorizer[] {
  const named = [...routes, ...(defaultRoute ? [defaultRoute] : [])].flatMap(({ authorization }) =>
    authorization.type === "JWT" ? [authorization.authorizer] : [],
  );
  return [...new Set(named)];
}

/**
 * The issuers that a definition names.
 * @throws GatewayError `MissingIssuer` with every issuer that is not given
 */
export function resolveIssuers(
  definition: HttpApiDefinition,
  issuers: JwtIssuers = {},
): Map<string, JwtIssuer> {
  const given = issuers instanceof Map ? issuers : new Map(Object.entries(issuers));
  const named = new Set(namedJwtAuthorizers(definition).map(({ issuer }) => issuer));
  const missing = [...named].filter((issuer) => typeof given.get(issuer) !== "function");
  if (missing.length === 0) return new Map([...given].filter(([issuer]) => named.has(issuer)));
  const came = [...given.keys()].map((issuer) => `\`${issuer}\``).join(", ") || "none";
  throw new GatewayError(
    "MissingIssuer",
    missing.map((issuer) => `expected the keys of the issuer \`${issuer}\`, came ${came}`),
  );
}
