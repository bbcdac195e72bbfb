import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table/index.js";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { EncryptionKey } from "../constructs/encryption-key.ts";
import { ServiceRole } from "../constructs/service-role.ts";
import { nameOf, SHARED_THINGS } from "../naming.ts";
import { type PolicyTableArns, seederPermissions } from "../permissions/function-permissions.ts";
import { githubTrust } from "../permissions/github-trust.ts";
import { LychgateStack, type StackSettings } from "./lychgate-stack.ts";

/** The table's partition key; its items are written by `lychgate seed`. */
const GROUP = "group";

/** The table of the policies, and the role that seeds it. */
export class PolicyStoreStack extends LychgateStack {
  readonly tableName: string;
  readonly arns: PolicyTableArns;

  constructor(scope: Construct, settings: StackSettings) {
    super(scope, "policy-store", settings);
    const { environment } = settings;
    const key = new EncryptionKey(this, "key", { environment, thing: SHARED_THINGS.policyTable });
    const table = this.addTable(key);
    this.tableName = table.name;
    this.arns = { table: table.arn, key: key.arn };
    const seeder = new ServiceRole(this, "seeder", {
      environment,
      thing: "seeder",
      description: "Seeds the policies from the workflow of the environment",
      trust: githubTrust(environment),
      permissions: seederPermissions(environment, this.arns),
    });
    new TerraformOutput(this, "table_name", { value: table.name });
    new TerraformOutput(this, "seeder_role_arn", { value: seeder.arn });
  }

  private addTable(key: EncryptionKey): DynamodbTable {
    const { protectsData, policyStore } = this.environment;
    const name = nameOf(this.environment, SHARED_THINGS.policyTable);
    return new DynamodbTable(this, "table", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: GROUP,
      attribute: [{ name: GROUP, type: "S" }],
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: policyStore.recoveryDays },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: protectsData,
      tags: { Name: name },
      lifecycle: { preventDestroy: protectsData },
    });
  }
}
