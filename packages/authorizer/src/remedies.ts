import type { Reason } from "./reasons.ts";

/** What an operator does about a reason. It stands apart from the reasons, for the function has no use of it. */
export const REMEDIES: Readonly<Record<Reason, string>> = {
  Authorized: "nothing; whether the call is allowed is what the policy says",
  NoPolicy: "put the user into a group, or seed the group's policy",
  Revoked: "nothing, or `lychgate revoke --list`: the entry says why",
  TokenInvalid:
    "see that the client sends the access token, not the id token, and that its issuer and its app client or audience are among those configured",
  TokenAmbiguous: "see which client or proxy adds the second one",
  ScopeMissing: "let the client ask for the issuer's `requiredScopes`",
  GroupsOverage: "let the issuer put only the groups into the token that the API knows",
  TokenMissing: "nothing; the client has to sign in",
  TokenExpired: "nothing; the client has to refresh its token",
  KeysUnavailable:
    "see that the function reaches the issuer (a VPC needs a NAT gateway or an endpoint) and that `USER_POOL_ID` or `jwksUri` is right; a few of these after a key rotation, or from tokens with made-up keys, pass by themselves",
  PoliciesUnavailable: "the message says why: no such table, no permission, throttled, no answer",
  PolicyMalformed: "the message names the group; seed it again",
  UsageTierUnknown:
    "give the tier that the message names a key in `USAGE_TIER_KEYS`, or correct the group's policy",
  ResultTooLarge:
    "give the caller fewer groups, or the groups fewer statements: 8 KB is a quota that AWS does not raise",
  InvalidEvent:
    "see that only API Gateway calls the function, as an authorizer, and that its identity sources hold the credential; the message says what was expected",
  Unexpected: "report it as a defect, with the message",
};
