import type { Claims } from "../claims.ts";
import { isRecord } from "../record.ts";

/**
 * Whether the token says that its groups stand elsewhere, because they are too many for it.
 * @param claim the claim that would name them
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AggregatedDistributedClaims
 */
export function isOverage(claims: Claims, claim: string): boolean {
  const elsewhere = claims._claim_names;
  if (isRecord(elsewhere) && Object.hasOwn(elsewhere, claim)) return true;
  const source = `${claim}:src`;
  if (Object.keys(claims).some((name) => name.startsWith(source))) return true;
  return claim === "groups" && claims.hasgroups !== undefined && claims.hasgroups !== false;
}
