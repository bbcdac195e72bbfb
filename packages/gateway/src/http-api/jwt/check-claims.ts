/**
 * The claims of a token, checked in the order in which AWS lists them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html#http-api-jwt-authorizer.evaluation
 */
import type { JwtClaims } from "./jwt-issuer.ts";

export type ClaimRefusal = "audience" | "expired" | "notYet";

/** @param now epoch seconds */
export function checkClaims(
  claims: JwtClaims,
  audience: readonly string[],
  now: number,
): ClaimRefusal | undefined {
  if (!isForAudience(claims, audience)) return "audience";
  const { exp, nbf, iat } = claims;
  if (typeof exp !== "number" || now >= exp) return "expired";
  return isTimeAhead(nbf, now) || isTimeAhead(iat, now) ? "notYet" : undefined;
}

/** A time that is given has to be one. */
function isTimeAhead(time: unknown, now: number): boolean {
  return time !== undefined && !(typeof time === "number" && time <= now);
}

/** `client_id` counts where there is no `aud`. */
function isForAudience({ aud, client_id }: JwtClaims, audience: readonly string[]): boolean {
  const values: readonly unknown[] = aud === undefined ? [client_id] : [aud].flat();
  return values.some((value) => typeof value === "string" && audience.includes(value));
}

/** Whether a token has one of the scopes, in `scope` or in `scp`. */
export function hasScope({ scope, scp }: JwtClaims, scopes: readonly string[]): boolean {
  const granted = [...scopesIn(scope), ...scopesIn(scp)];
  return scopes.some((each) => granted.includes(each));
}

function scopesIn(claim: unknown): readonly unknown[] {
  if (typeof claim === "string") return claim.split(" ");
  return Array.isArray(claim) ? claim : [];
}
