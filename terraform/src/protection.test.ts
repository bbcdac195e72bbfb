/** What keeps data from being read, lost or left without a name. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../test/json.ts";
import { statementsOf } from "../test/policies.ts";
import { DEV, resourceConstructs, SUBJECTS, subject, synthesize } from "../test/synthesized.ts";

/** Resources that take a tag and carry the name of another: of a group, a certificate. */
const named = (environment: string) =>
  new RegExp(`^(lychgate-${environment}-|/aws/|API-Gateway-|petstore\\.example\\.com$)`);

describe.each(SUBJECTS)("what is kept in %s", (subjectName) => {
  const { stacks, resources, all, only, environment, app } = subject(subjectName);
  const kept = environment.protectsData;

  it("is encrypted: the table by a key of its own", () => {
    const [encryption] = [only("aws_dynamodb_table").server_side_encryption];
    expect(encryption).toEqual({ enabled: true, kms_key_arn: expect.stringContaining("aws_kms_key") });
  });

  it("is encrypted: every log group, and it forgets", () => {
    expect(all("aws_cloudwatch_log_group").length).toBeGreaterThanOrEqual(2);
    for (const group of all("aws_cloudwatch_log_group")) {
      expect(group.kms_key_id).toContain("aws_kms_key");
      expect(group.retention_in_days).toBe(environment.logRetentionDays);
    }
  });

  it("is encrypted: alarms and states", () => {
    for (const topic of all("aws_sns_topic")) expect(topic.kms_master_key_id).toContain("aws_kms_key");
    const { rule } = only("aws_s3_bucket_server_side_encryption_configuration");
    expect(rule).toMatchObject([
      { apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" }, bucket_key_enabled: true },
    ]);
  });

  it("is encrypted by keys that are renewed", () => {
    expect(all("aws_kms_key")).toHaveLength(3);
    for (const key of all("aws_kms_key")) expect(key.enable_key_rotation).toBe(true);
  });

  it.each(["aws_dynamodb_table", "aws_cognito_user_pool", "aws_s3_bucket", "aws_kms_key"])(
    "outlives a mistake where it matters: %s",
    (type) => {
      for (const settings of all(type)) expect(settings.lifecycle).toEqual({ prevent_destroy: kept });
      expect(all(type).length).toBeGreaterThan(0);
    },
  );

  it("cannot be deleted by a call either", () => {
    expect(only("aws_dynamodb_table").deletion_protection_enabled).toBe(kept);
    expect(only("aws_cognito_user_pool").deletion_protection).toBe(kept ? "ACTIVE" : "INACTIVE");
  });

  it("can be restored: table and states", () => {
    expect(only("aws_dynamodb_table").point_in_time_recovery).toEqual({
      enabled: true,
      recovery_period_in_days: environment.policyStore.recoveryDays,
    });
    expect(only("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
  });

  it("is shut to the public and to plain HTTP: the states", () => {
    expect(only("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    const deny = statementsOf({ resources }).filter(({ sid }) => sid === "DenyPlainHttp");
    expect(deny.map(({ where, effect }) => [where.split("/")[1]?.split(".")[0], effect])).toEqual(
      expect.arrayContaining([["aws_s3_bucket_policy", "Deny"]]),
    );
    for (const { condition } of deny) expect(condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
  });

  it("is tagged, whatever takes tags", () => {
    const untagged = resourceConstructs({ stacks, resources, all, only, app }).filter(
      (resource) => "tagsInput" in resource && resource.tagsInput === undefined,
    );
    expect(untagged.map(({ node }) => node.path)).toEqual([]);
  });

  it("has a name that says whose it is", () => {
    const names = resources.flatMap(({ settings }) => entriesOf({ tags: settings.tags ?? null }));
    expect(names.length).toBeGreaterThan(10);
    for (const [, tags] of names) expect(tags.Name).toMatch(named(environment.name));
  });

  it("is written by nobody who deploys: no secret stands in the stacks", () => {
    const text = JSON.stringify(stacks);
    expect(text).not.toMatch(
      /"(password|client_secret|secret_key|access_key|private_key|token|secret_string)":(?!"\$\{var\.\w+\}")/,
    );
    for (const key of all("aws_api_gateway_api_key")) expect(key).not.toHaveProperty("value");
    for (const client of all("aws_cognito_user_pool_client")) expect(client.generate_secret).toBe(false);
  });

  it("is made by the provider's version and in the account that the environment names", () => {
    for (const json of Object.values(stacks)) {
      expect(json).toMatchObject({
        terraform: {
          required_providers: { aws: { source: "hashicorp/aws", version: environment.providerVersion } },
        },
        provider: { aws: [{ allowed_account_ids: [environment.account], region: environment.region }] },
      });
    }
  });
});

describe("the state", () => {
  const backends = (name: "local" | "dev") =>
    Object.fromEntries(
      Object.entries(subject(name).stacks).map(([stack, { terraform }]) => [
        stack,
        entriesOf(entriesOf({ terraform })[0]?.[1].backend ?? null)[0],
      ]),
    );

  it("of an account is in its bucket, encrypted and locked", () => {
    const { bootstrap, ...others } = backends("dev");
    for (const [stack, backend] of Object.entries(others)) {
      expect(backend).toEqual([
        "s3",
        expect.objectContaining({
          bucket: "lychgate-dev-state-111122223333",
          key: `${stack}.tfstate`,
          use_lockfile: true,
          encrypt: true,
          kms_key_id: "alias/lychgate-dev-state",
        }),
      ]);
    }
    expect(bootstrap?.[0]).toBe("local");
  });

  it("of this machine is a file beside the output folder", () => {
    for (const [stack, backend] of Object.entries(backends("local"))) {
      expect(backend).toEqual(["local", { path: `../../../.state/lychgate-local-${stack}.tfstate` }]);
    }
  });
});

describe("the default tags", () => {
  const tagsIn = (revision?: string) => {
    const { app } = synthesize(DEV, revision === undefined ? {} : { revision });
    const providers = app.node.findAll().filter((each) => each instanceof AwsProvider);
    return providers.map((provider) => provider.defaultTags);
  };

  it("say project, environment and stack", () => {
    expect(tagsIn()).toEqual(
      ["bootstrap", "identity", "policy-store", "api"].map((stack) => [
        { tags: { project: "lychgate", environment: "dev", stack } },
      ]),
    );
  });

  it("say the commit where it is known", () => {
    for (const [row] of [tagsIn("0123abc")[0] as { tags: object }[]]) {
      expect(row?.tags).toHaveProperty("revision", "0123abc");
    }
  });
});
