import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { GATEWAY_LOG_POLICY } from "../permissions/deploy-roles.ts";
import { servicesTrust } from "../permissions/permission.ts";
import { ServiceRole } from "./service-role.ts";

/** The role with which API Gateway writes the logs of every API of the account and region. */
export class GatewayAccount extends Construct {
  readonly settings: ApiGatewayAccount;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      environment,
      thing: "gateway-logs",
      description: "Writes the logs of API Gateway",
      trust: servicesTrust("apigateway.amazonaws.com"),
    });
    const attached = new IamRolePolicyAttachment(this, "write-logs", {
      role: role.name,
      policyArn: GATEWAY_LOG_POLICY,
    });
    this.settings = new ApiGatewayAccount(this, "account", {
      cloudwatchRoleArn: role.arn,
      dependsOn: [attached],
    });
  }
}
