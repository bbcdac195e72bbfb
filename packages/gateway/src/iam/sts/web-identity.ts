/** What a token of an OpenID Connect provider says, once it is verified. */
export interface WebIdentity {
  /** The issuer without its scheme: `cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc`. */
  readonly provider: string;
  readonly subject: string;
  readonly audience: string;
}

export type WebIdentityVerdict =
  | { readonly type: "verified"; readonly identity: WebIdentity }
  | { readonly type: "expired" | "invalid" };

/** Verifies a token. A fault, such as keys that cannot be read, is thrown. */
export type WebIdentityVerifier = (token: string) => Promise<WebIdentityVerdict>;
