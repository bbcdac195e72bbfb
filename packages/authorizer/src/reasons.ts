/** Why the authorizer answered as it did: the codes that stand in its log and, where it denies, its context. */
export const REASONS = {
  Authorized: { outcome: "policy", meaning: "the token is good and a group of the caller has a policy" },
  NoPolicy: { outcome: "deny", meaning: "the token is good, but no group of the caller has a policy" },
  Revoked: { outcome: "deny", meaning: "the token is good, but the deny list names the caller" },
  TokenInvalid: { outcome: "deny", meaning: "the token is none that is accepted of its issuer" },
  TokenAmbiguous: { outcome: "deny", meaning: "the request has more than one Authorization header" },
  ScopeMissing: { outcome: "deny", meaning: "the token is good, but lacks a scope that is required" },
  GroupsOverage: {
    outcome: "deny",
    meaning: "the token is good, but names not all of the caller's groups, or more than 100",
  },
  TokenMissing: { outcome: "unauthorized", meaning: "the request has no bearer token" },
  TokenExpired: { outcome: "unauthorized", meaning: "the token was good once" },
  KeysUnavailable: { outcome: "fault", meaning: "the issuer's public keys could not be read" },
  PoliciesUnavailable: { outcome: "fault", meaning: "the policy table could not be read" },
  PolicyMalformed: { outcome: "fault", meaning: "an item of the policy table is not what it should be" },
  UsageTierUnknown: { outcome: "fault", meaning: "a usage tier of the caller's groups has no API key" },
  ResultTooLarge: {
    outcome: "fault",
    meaning: "the result is larger than the API takes, also in its shortest form",
  },
  InvalidEvent: { outcome: "fault", meaning: "the event is not one of an authorizer" },
  Unexpected: { outcome: "fault", meaning: "the authorizer met an error that it does not know" },
} as const satisfies Record<
  string,
  { outcome: "policy" | "deny" | "unauthorized" | "fault"; meaning: string }
>;

export type Reason = keyof typeof REASONS;

type ReasonOf<O> = { [R in Reason]: (typeof REASONS)[R]["outcome"] extends O ? R : never }[Reason];

export type DenyReason = ReasonOf<"deny">;
export type FaultReason = ReasonOf<"fault">;
export type UnauthorizedReason = ReasonOf<"unauthorized">;
