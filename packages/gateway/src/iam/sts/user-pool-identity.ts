/**
 * User pools as the providers of web identities: their ID tokens assume the roles that trust them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
import type { UserPools } from "../../cognito/user-pool.ts";
import type { WebIdentityVerdict, WebIdentityVerifier } from "./web-identity.ts";

export function trustUserPools(userPools: UserPools): WebIdentityVerifier {
  const pools = [...(userPools instanceof Map ? userPools.values() : Object.values(userPools))];
  return async (token) => {
    for (const verify of pools) {
      const verdict = await verify(token);
      if (verdict.type === "verified") return identityOf(verdict.claims);
      if (verdict.type === "expired") return { type: "expired" };
    }
    return { type: "invalid" };
  };
}

const SCHEME = "https://";

/** An access token has no audience, so that no role could tell for which client it was issued. */
function identityOf(claims: Readonly<Record<string, unknown>>): WebIdentityVerdict {
  const { iss, sub, aud, token_use } = claims;
  if (token_use !== "id" || typeof iss !== "string" || !iss.startsWith(SCHEME)) return { type: "invalid" };
  if (typeof sub !== "string" || typeof aud !== "string") return { type: "invalid" };
  return { type: "verified", identity: { provider: iss.slice(SCHEME.length), subject: sub, audience: aud } };
}
