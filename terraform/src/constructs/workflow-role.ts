import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { type Permission, rolePolicy } from "../permissions/permission.ts";

export interface WorkflowRoleOptions {
  environment: Environment;
  thing: string;
  description: string;
  /** The document that says which jobs may take the role. */
  trust: string;
  /** By family, each of which becomes a policy of its own: IAM's limit is 6144 characters a policy. */
  permissions: Readonly<Record<string, readonly Permission[]>>;
  /** What the names of the policies begin with. */
  prefix: string;
}

/** A role that a workflow takes. It stands outside of the path under which deployments may change roles. */
export class WorkflowRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, options: WorkflowRoleOptions) {
    super(scope, id);
    const { environment, thing, description, trust, permissions, prefix } = options;
    const name = nameOf(environment, thing);
    const role = new IamRole(this, "role", {
      name,
      description,
      assumeRolePolicy: trust,
      maxSessionDuration: 3_600,
      tags: { Name: name },
    });
    for (const [family, rows] of Object.entries(permissions)) {
      const policy = addPolicy(this, `${prefix}-${family}`, environment, rows);
      new IamRolePolicyAttachment(this, `attach-${family}`, { role: role.name, policyArn: policy.arn });
    }
    this.arn = role.arn;
  }
}

export function addPolicy(
  scope: Construct,
  thing: string,
  environment: Environment,
  permissions: readonly Permission[],
): IamPolicy {
  const name = nameOf(environment, thing);
  return new IamPolicy(scope, thing, { name, policy: rolePolicy(permissions), tags: { Name: name } });
}
