import { JwtInvalidClaimError, JwtInvalidSignatureAlgorithmError } from "aws-jwt-verify/error";
import type { Jwk } from "aws-jwt-verify/jwk";
import type { Claims } from "../claims.ts";
import { oidcClientId } from "./claim-rules.ts";
import { ALGORITHMS, isAlgorithm, type OidcIssuer } from "./issuer.ts";

/** The type of the token or its client is another. */
class OidcClaimError extends JwtInvalidClaimError {}

/** What has been verified so far. */
interface VerifiedToken {
  header: Claims;
  payload: Claims;
  jwk: Jwk;
}

/** Checks what the verifier does not know of: that the key is of the algorithm, the type and the client. */
export function checkOidcToken({ tokenType, clientIds }: OidcIssuer): (token: VerifiedToken) => void {
  return ({ header, payload, jwk }) => {
    if (!isKeyOf(header.alg, jwk))
      throw new JwtInvalidSignatureAlgorithmError("the key is of another algorithm", header.alg, jwk.kty);
    if (tokenType !== null && typeIn(header.typ) !== typeIn(tokenType))
      throw new OidcClaimError("the token is of another type", header.typ, tokenType);
    const clientId = oidcClientId(payload);
    if (clientIds && !(typeof clientId === "string" && clientIds.includes(clientId)))
      throw new OidcClaimError("the token is another client's", clientId, clientIds);
  };
}

function isKeyOf(algorithm: unknown, jwk: Jwk): boolean {
  if (!isAlgorithm(algorithm)) return false;
  const { kty, crv } = ALGORITHMS[algorithm];
  return jwk.kty === kty && (crv === undefined || jwk.crv === crv);
}

/** @see https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9: a media type, whose `application/` may be left out */
function typeIn(value: unknown): string | undefined {
  return typeof value === "string" ? value.toLowerCase().replace(/^application\//, "") : undefined;
}
