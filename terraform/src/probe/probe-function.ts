import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { rolePath } from "../constructs/service-role.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { servicesTrust } from "../permissions/permission.ts";
import { PROBE } from "./probe-contract.ts";

/** More than the slowest outcome takes, so that API Gateway's patience is what is measured. */
const TIMEOUT_SECONDS = 29;

/** The probe's authorizer and backend. Its role has no policy: it may not even write a log. */
export class ProbeFunction extends Construct {
  readonly arn: string;
  readonly functionName: string;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const name = nameOf(environment, "probe");
    const role = new IamRole(this, "role", {
      name,
      path: rolePath(environment),
      assumeRolePolicy: servicesTrust("lambda.amazonaws.com"),
      tags: { Name: name },
    });
    const code = new TerraformAsset(this, "code", { path: join(PROBE, "function"), type: AssetType.ARCHIVE });
    const deployed = new LambdaFunction(this, "function", {
      functionName: name,
      filename: code.path,
      sourceCodeHash: code.assetHash,
      handler: "index.handler",
      runtime: environment.runtime,
      architectures: ["arm64"],
      memorySize: 128,
      timeout: TIMEOUT_SECONDS,
      role: role.arn,
      tags: { Name: name },
    });
    this.arn = deployed.arn;
    this.functionName = deployed.functionName;
  }
}
