import { describe, expect, it } from "vitest";
import { entriesOf } from "../../test/json.ts";
import { statementsOf } from "../../test/policies.ts";
import { DEV, SUBJECTS, subject, synthesize } from "../../test/synthesized.ts";
import type { IdentityProviderOptions } from "../identity-provider-options.ts";

const FULL = subject("full");
const provider = (type: string) =>
  FULL.all("aws_cognito_identity_provider").find((each) => each.provider_type === type);

describe("the providers of users", () => {
  it("are none where an environment names none, and nobody may make one", () => {
    for (const name of ["local", "dev", "prod"] as const) {
      expect(subject(name).all("aws_cognito_identity_provider")).toEqual([]);
      const actions = statementsOf(subject(name)).flatMap((statement) => statement.actions);
      expect(actions.filter((action) => action.includes("IdentityProvider"))).toEqual([]);
    }
  });

  it("are of SAML, with signed requests and the encryption that is asked for", () => {
    expect(provider("SAML")).toMatchObject({
      provider_name: "Clinic",
      provider_details: {
        MetadataURL: "https://login.clinic.example/saml/metadata",
        IDPInit: "false",
        IDPSignout: "false",
        EncryptedResponses: "true",
        RequestSigningAlgorithm: "rsa-sha256",
      },
      attribute_mapping: { email: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" },
      lifecycle: {
        ignore_changes: expect.arrayContaining(['provider_details["ActiveEncryptionCertificate"]']),
      },
    });
  });

  it("are of OpenID Connect, each with a secret that comes from outside", () => {
    expect(provider("OIDC")).toMatchObject({
      provider_name: "Clinic-Okta",
      provider_details: {
        oidc_issuer: "https://clinic.okta.com",
        client_id: "0oa1",
        client_secret: expect.stringMatching(/^\$\{var\.clinic_okta_client_secret\}$/),
        authorize_scopes: "openid email",
        attributes_request_method: "GET",
      },
      attribute_mapping: { email: "email", email_verified: "email_verified", username: "sub" },
    });
  });

  it("are social ones", () => {
    expect(provider("Google")).toMatchObject({
      provider_name: "Google",
      provider_details: { client_secret: expect.stringMatching(/^\$\{var\.google_client_secret\}$/) },
      attribute_mapping: { email: "email", username: "sub" },
    });
  });

  it.each([
    ["Facebook", "id"],
    ["LoginWithAmazon", "user_id"],
  ] as const)("know a user of %s by `%s`", (name, username) => {
    const made = synthesize(withProviders({ ...GOOGLE, name }));
    expect(made.only("aws_cognito_identity_provider").attribute_mapping).toMatchObject({ username });
  });

  it("keep their secrets out of what is written", () => {
    expect(
      entriesOf(FULL.stacks.identity?.variable).map(([name, variable]) => [name, variable.sensitive]),
    ).toEqual([
      ["clinic_okta_client_secret", true],
      ["google_client_secret", true],
    ]);
  });

  it("are those of the login page", () => {
    const [login] = FULL.all("aws_cognito_user_pool_client");
    const names = FULL.all("aws_cognito_identity_provider").map((each) => each.provider_name);
    expect(login?.supported_identity_providers).toHaveLength(1 + names.length);
    expect(String(login?.supported_identity_providers)).toMatch(
      /^COGNITO(,\$\{aws_cognito_identity_provider\.[\w-]+\.provider_name\})+$/,
    );
  });

  it("fill in no attribute that says more than who somebody is", () => {
    for (const name of SUBJECTS)
      for (const each of subject(name).all("aws_cognito_identity_provider"))
        expect(Object.keys(Object(each.attribute_mapping)).join()).not.toContain("custom:");
  });

  it("may be made by the deployer and read by the comparison, where there are some", () => {
    const sids = statementsOf(FULL).map(({ sid }) => sid);
    expect(sids).toEqual(expect.arrayContaining(["ChangeIdentityProviders", "ReadIdentityProviders"]));
  });

  it.each([
    ["ab", "a name of 3 to 32 letters, digits and dashes, got `ab`"],
    ["a".repeat(33), "a name of 3 to 32"],
    ["my_clinic", "a name of 3 to 32"],
    ["1clinic", "a name of 3 to 32"],
  ])("cannot be named %s", (name, message) => {
    expect(() => synthesize(withProviders({ ...OIDC, name }))).toThrow(message);
  });

  it("have a name each, in whatever case", () => {
    expect(() => synthesize(withProviders(OIDC, { ...OIDC, name: "OKTA" }))).toThrow(
      "expected one `OKTA`, got more",
    );
  });
});

const OIDC = {
  kind: "oidc",
  name: "Okta",
  issuer: "https://clinic.okta.com",
  clientId: "0oa1",
  scopes: ["openid"],
  attributes: {},
} as const;
const GOOGLE = {
  kind: "social",
  name: "Google",
  clientId: "1",
  scopes: ["openid"],
  attributes: {},
} as const;

function withProviders(...identityProviders: readonly IdentityProviderOptions[]) {
  return { ...DEV, identity: { ...DEV.identity, identityProviders } };
}
