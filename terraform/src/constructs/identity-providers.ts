import {
  CognitoIdentityProvider,
  type CognitoIdentityProviderConfig,
} from "@cdktf/provider-aws/lib/cognito-identity-provider/index.js";
import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { DeploymentError } from "../errors.ts";
import type {
  IdentityProviderOptions,
  OidcProviderOptions,
  SocialProviderOptions,
} from "../identity-provider-options.ts";
import type { UserPool } from "./user-pool.ts";

export interface IdentityProvidersOptions {
  environment: Environment;
  pool: UserPool;
}

type ProviderSettings = Pick<CognitoIdentityProviderConfig, "providerType" | "providerDetails"> & {
  /** The claim that a user is known by; of SAML it is the NameID. */
  subject?: string;
  /** Details that Cognito fills in by itself: without this each plan would take them out again. */
  filledIn: readonly string[];
};

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html */
const NAME = /^[A-Za-z][A-Za-z0-9-]{2,31}$/;

/** The claim that each social provider knows a user by. */
const SUBJECTS = { Google: "sub", Facebook: "id", LoginWithAmazon: "user_id" } as const;

const ADDRESSES = [
  "attributes_url",
  "attributes_url_add_attributes",
  "authorize_url",
  "token_url",
  "token_request_method",
];

/** The providers whose users the pool takes in. */
export class IdentityProviders extends Construct {
  readonly names: readonly string[];

  /** @throws DeploymentError `InvalidOption` for a name that Cognito does not take, or that comes twice */
  constructor(scope: Construct, id: string, { environment, pool }: IdentityProvidersOptions) {
    super(scope, id);
    const { identityProviders } = environment.identity;
    refuseNames(identityProviders.map(({ name }) => name));
    this.names = identityProviders.map((options) => this.add(options, pool));
  }

  private add(options: IdentityProviderOptions, pool: UserPool): string {
    const { subject, filledIn, ...settings } = this.settingsOf(options);
    return new CognitoIdentityProvider(this, options.name, {
      userPoolId: pool.id,
      providerName: options.name,
      ...settings,
      attributeMapping: { ...options.attributes, ...(subject !== undefined && { username: subject }) },
      lifecycle: { ignoreChanges: filledIn.map((name) => `provider_details["${name}"]`) },
    }).providerName;
  }

  private settingsOf(options: IdentityProviderOptions): ProviderSettings {
    if (options.kind === "saml") {
      return {
        providerType: "SAML",
        providerDetails: {
          MetadataURL: options.metadataUrl,
          IDPInit: "false",
          IDPSignout: "false",
          EncryptedResponses: String(options.encryptedAssertions),
          RequestSigningAlgorithm: "rsa-sha256",
        },
        filledIn: ["ActiveEncryptionCertificate", "SLORedirectBindingURI", "SSORedirectBindingURI"],
      };
    }
    if (options.kind === "social") {
      return {
        providerType: options.name,
        providerDetails: this.clientOf(options),
        subject: SUBJECTS[options.name],
        filledIn: [...ADDRESSES, "oidc_issuer", ...(options.name === "Facebook" ? ["api_version"] : [])],
      };
    }
    const oidc = { oidc_issuer: options.issuer, attributes_request_method: "GET" };
    return {
      providerType: "OIDC",
      providerDetails: { ...this.clientOf(options), ...oidc },
      subject: "sub",
      filledIn: [...ADDRESSES, "jwks_uri"],
    };
  }

  /** The secret comes from outside, and stands in the state. */
  private clientOf(options: OidcProviderOptions | SocialProviderOptions): Record<string, string> {
    const secret = new TerraformVariable(this, `${options.name}-secret`, {
      type: "string",
      sensitive: true,
      description: `The secret of the client at ${options.name}`,
    });
    secret.overrideLogicalId(`${options.name.toLowerCase().replaceAll("-", "_")}_client_secret`);
    return {
      client_id: options.clientId,
      client_secret: secret.stringValue,
      authorize_scopes: options.scopes.join(" "),
    };
  }
}

function refuseNames(names: readonly string[]): void {
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined)
    throw new DeploymentError(
      "InvalidOption",
      `identityProviders: expected a name of 3 to 32 letters, digits and dashes, got \`${wrong}\``,
    );
  const again = names.find((name, index) =>
    names.some((other, before) => before < index && other.toLowerCase() === name.toLowerCase()),
  );
  if (again !== undefined)
    throw new DeploymentError("InvalidOption", `identityProviders: expected one \`${again}\`, got more`);
}
