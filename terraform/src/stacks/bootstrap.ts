import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { DeployRole } from "../constructs/deploy-role.ts";
import { EncryptionKey } from "../constructs/encryption-key.ts";
import { StateBucket } from "../constructs/state-bucket.ts";
import { WorkflowRole } from "../constructs/workflow-role.ts";
import { nameOf, SHARED_THINGS } from "../naming.ts";
import { driftPermissions } from "../permissions/drift-permissions.ts";
import { GITHUB_AUDIENCE, GITHUB_ISSUER_URL, githubTrust } from "../permissions/github-trust.ts";
import { LychgateStack, type StackSettings } from "./lychgate-stack.ts";

/** What has to be there before a workflow can deploy: the bucket of the states, and the roles. */
export class BootstrapStack extends LychgateStack {
  constructor(scope: Construct, settings: StackSettings) {
    super(scope, "bootstrap", settings);
    const { environment } = settings;
    const key = new EncryptionKey(this, "state-key", { environment, thing: SHARED_THINGS.stateKey });
    const { bucketName } = new StateBucket(this, "state", { environment, key });
    if (environment.bootstrap.identityProvider === "create") {
      new IamOpenidConnectProvider(this, "github", {
        url: GITHUB_ISSUER_URL,
        clientIdList: [GITHUB_AUDIENCE],
        tags: { Name: nameOf(environment, "github") },
        lifecycle: { preventDestroy: environment.protectsData },
      });
    }
    const deployer = new DeployRole(this, "deployer", { environment });
    const drift = new WorkflowRole(this, "drift", {
      environment,
      thing: SHARED_THINGS.drift,
      description: "Compares the environment with the repository; it may only read",
      trust: githubTrust(environment, `${environment.name}-drift`),
      permissions: driftPermissions(environment),
      prefix: SHARED_THINGS.drift,
    });
    new TerraformOutput(this, "state_bucket", { value: bucketName });
    new TerraformOutput(this, "deploy_role_arn", { value: deployer.arn });
    new TerraformOutput(this, "drift_role_arn", { value: drift.arn });
  }
}
