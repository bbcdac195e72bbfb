import { describe, expect, it } from "vitest";
import { entriesOf, parse } from "../../test/json.ts";
import { statementsOf } from "../../test/policies.ts";
import { DEV, SUBJECTS, subject, synthesize } from "../../test/synthesized.ts";

const client = (name: (typeof SUBJECTS)[number], suffix: string) =>
  subject(name)
    .all("aws_cognito_user_pool_client")
    .filter((each) => String(each.name).endsWith(suffix));

describe.each(SUBJECTS)("the login client of %s", (name) => {
  const [login] = client(name, "-login");

  it("gets a code, and nothing that would stand in an address", () => {
    expect(login).toMatchObject({
      allowed_oauth_flows: ["code"],
      allowed_oauth_flows_user_pool_client: true,
      generate_secret: false,
    });
  });

  it("takes no password, and does not say who exists", () => {
    expect(login?.explicit_auth_flows).toEqual(["ALLOW_USER_SRP_AUTH"]);
    expect(login?.prevent_user_existence_errors).toBe("ENABLED");
  });

  it("gets refresh tokens that are used once and can be revoked", () => {
    expect(login?.refresh_token_rotation).toEqual([{ feature: "ENABLED", retry_grace_period_seconds: 10 }]);
    expect(login?.enable_token_revocation).toBe(true);
  });

  it("asks for the scopes of the API, and not for the user's own account", () => {
    const scopes = login?.allowed_oauth_scopes;
    expect(scopes).toEqual(expect.arrayContaining(["openid", expect.stringMatching(/\/pets\.read$/)]));
    expect(scopes).not.toContain("aws.cognito.signin.user.admin");
  });

  it("gets tokens for as long as the environment says", () => {
    const { tokens } = subject(name).environment.identity;
    expect(login).toMatchObject({
      access_token_validity: tokens.minutes,
      id_token_validity: tokens.minutes,
      refresh_token_validity: tokens.refreshDays,
      token_validity_units: [{ access_token: "minutes", id_token: "minutes", refresh_token: "days" }],
    });
  });
});

describe("a client that takes passwords", () => {
  it("is made for the tests of this machine alone", () => {
    expect(SUBJECTS.filter((name) => client(name, "-password").length > 0)).toEqual(["local"]);
  });

  it("is one whose tokens the authorizer accepts", () => {
    const [authorizer] = subject("local").all("aws_lambda_function");
    expect(JSON.stringify(authorizer?.environment).match(/user_pool_client/g)).toHaveLength(2);
  });
});

describe.each(SUBJECTS)("the users of %s", (name) => {
  const { only, environment } = subject(name);
  const pool = only("aws_cognito_user_pool");

  it("are made by administrators, with long passwords", () => {
    expect(pool.admin_create_user_config).toEqual({ allow_admin_create_user_only: true });
    expect(pool.password_policy).toMatchObject({
      minimum_length: 14,
      require_lowercase: true,
      require_uppercase: true,
      require_numbers: true,
      require_symbols: true,
    });
  });

  it("get back in by their verified mail address", () => {
    expect(pool.account_recovery_setting).toEqual({
      recovery_mechanism: [{ name: "verified_email", priority: 1 }],
    });
  });

  it("are asked for a second factor as the environment says", () => {
    const { mfa } = environment.identity;
    expect(pool.mfa_configuration).toBe(mfa);
    expect(pool.software_token_mfa_configuration).toEqual(mfa === "OFF" ? undefined : { enabled: true });
  });

  it("are watched over where the environment pays for it", () => {
    const { threatProtection } = environment.identity;
    const expected =
      threatProtection === "off"
        ? [undefined, undefined]
        : ["PLUS", { advanced_security_mode: threatProtection }];
    expect([pool.user_pool_tier, pool.user_pool_add_ons]).toEqual(expected);
  });
});

describe("the groups", () => {
  it.each(SUBJECTS)("are those of the policy modules: %s", (name) => {
    const groups = subject(name).all("aws_cognito_user_group");
    expect(groups.map((group) => group.name)).toEqual(["admins", "pet-owner", "pet-veterinarian"]);
  });

  it("have a role where the environment names one, which may make the calls that it names", () => {
    const { all, resources } = subject("prod");
    expect(all("aws_cognito_user_group").map((group) => group.role_arn !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
    const [invoke] = statementsOf({ resources }).filter(
      ({ where, sid }) => where.startsWith("api/aws_iam_role_policy.") && sid === "Invoke",
    );
    expect(invoke?.resources.map((arn) => arn.replace(/\$\{[^}]+\}/g, "*"))).toEqual([
      "*/*/GET/petstore/v1/pets",
      "*/*/GET/petstore/v2/status",
    ]);
  });

  it("lend their role to whom the environment names, and nobody else", () => {
    const roles = subject("prod").all("aws_iam_role");
    const role = roles.find((each) => each.name === "lychgate-prod-group-admins");
    expect(entriesOf({ trust: parse(role?.assume_role_policy) })[0]?.[1].Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444455556666:role/petstore-operations"] },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  it("that have no policy are given no role", () => {
    const groupRoles = {
      groomers: { trustedBy: ["arn:aws:iam::111122223333:role/x"], mayInvoke: ["GET/petstore/v1/pets"] },
    } as const;
    expect(() => synthesize({ ...DEV, identity: { ...DEV.identity, groupRoles } })).toThrow(
      "groupRoles: expected a group that has a policy, got `groomers`",
    );
  });
});
