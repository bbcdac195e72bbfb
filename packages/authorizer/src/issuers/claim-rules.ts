import type { ClaimRules } from "../caller.ts";
import type { Claims } from "../claims.ts";
import type { GroupClaim } from "./group-claim.ts";
import { type Issuer, issuerOf, pathOf } from "./issuer.ts";

/** How the claims of each issuer are read. */
export function claimRulesOf(issuer: Issuer, issuers: readonly Issuer[]): ClaimRules {
  const { requiredScopes = [], clockToleranceSeconds = 0 } = issuer;
  return {
    issuer: issuerOf(issuer),
    groups: groupClaimOf(issuer, issuers),
    requiredScopes,
    clockToleranceSeconds,
    ...(issuer.kind === "cognito" ? COGNITO : oidc(issuer.name, issuer.usernameClaim ?? "sub")),
  };
}

/**
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
const COGNITO = {
  principalPrefix: "",
  usernameClaim: (claims: Claims) => (isIdToken(claims) ? claims["cognito:username"] : claims.username),
  clientId: (claims: Claims) => (isIdToken(claims) ? claims.aud : claims.client_id),
};

function isIdToken(claims: Claims): boolean {
  return claims.token_use === "id";
}

function oidc(name: string, usernameClaim: string) {
  return {
    principalPrefix: `${name}|`,
    usernameClaim: (claims: Claims) => claims[usernameClaim],
    clientId: oidcClientId,
  };
}

/** By RFC 9068, OpenID Connect, Okta and Entra ID. */
export function oidcClientId({ client_id, azp, cid, appid }: Claims): unknown {
  return client_id ?? azp ?? cid ?? appid;
}

function groupClaimOf(issuer: Issuer, issuers: readonly Issuer[]): GroupClaim {
  const { groupPrefix: prefix = "", groupFormat: format = "list" } = issuer;
  const isCognito = issuer.kind === "cognito";
  const claim = pathOf(isCognito ? (issuer.groupClaim ?? "cognito:groups") : issuer.groupClaim);
  const foreignPrefixes = issuers.flatMap(({ groupPrefix }) =>
    groupPrefix === undefined || groupPrefix === issuer.groupPrefix ? [] : [groupPrefix],
  );
  return {
    path: claim,
    format,
    prefix,
    foreignPrefixes,
    // Cognito puts the users of each identity provider into a group of its own making.
    ...(isCognito && { ignored: `${issuer.userPoolId}_` }),
  };
}
