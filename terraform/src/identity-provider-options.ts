/** Where users of the pool may come from besides the pool itself. */
import type { HttpsUrl, NonEmpty } from "./options.ts";

export type IdentityProviderOptions = SamlProviderOptions | OidcProviderOptions | SocialProviderOptions;

export interface SamlProviderOptions {
  kind: "saml";
  /** Begins the user names of those who come from there: `name_…`. */
  name: string;
  metadataUrl: HttpsUrl;
  /** Whether the assertions have to be encrypted. */
  encryptedAssertions: boolean;
  /** What fills the attributes of the pool's users: the names of the assertion's attributes. */
  attributes: AttributeMapping;
}

export interface OidcProviderOptions {
  kind: "oidc";
  /** Begins the user names of those who come from there: `name_…`. */
  name: string;
  issuer: HttpsUrl;
  /** The secret of this client is Terraform's variable `<name in lower case>_client_secret`. */
  clientId: string;
  scopes: NonEmpty<string>;
  attributes: AttributeMapping;
}

export interface SocialProviderOptions {
  kind: "social";
  name: "Google" | "Facebook" | "LoginWithAmazon";
  /** The secret of this client is Terraform's variable `<name in lower case>_client_secret`. */
  clientId: string;
  scopes: NonEmpty<string>;
  attributes: AttributeMapping;
}

/**
 * Attributes of the pool's users, by what fills them. None of them is a group: a client has to be allowed to
 * write what is mapped, and then its users may write it too.
 */
export type AttributeMapping = Readonly<
  Partial<
    Record<"email" | "email_verified" | "name" | "given_name" | "family_name" | "preferred_username", string>
  >
>;
