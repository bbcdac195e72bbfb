import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { iamArn, nameOf, SHARED_THINGS } from "../naming.ts";
import { type Permission, rolePolicy } from "../permissions/permission.ts";

export interface ServiceRoleOptions {
  environment: Environment;
  thing: string;
  description: string;
  /** The document that says who may take the role. */
  trust: string;
  permissions?: readonly Permission[];
}

/**
 * A role that deployments make: under the environment's path and within its boundary, which is what the
 * deployer may make.
 */
export class ServiceRole extends IamRole {
  constructor(scope: Construct, id: string, options: ServiceRoleOptions) {
    const { environment, thing, description, trust, permissions = [] } = options;
    super(scope, id, {
      name: nameOf(environment, thing),
      path: rolePath(environment),
      description,
      assumeRolePolicy: trust,
      permissionsBoundary: boundaryArn(environment),
      tags: { Name: nameOf(environment, thing) },
    });
    if (permissions.length > 0) {
      new IamRolePolicy(scope, `${id}-policy`, {
        name: thing,
        role: this.name,
        policy: rolePolicy(permissions),
      });
    }
  }
}

export function rolePath({ name }: Pick<Environment, "name">): string {
  return `/lychgate/${name}/`;
}

export function boundaryArn(environment: Environment): string {
  return iamArn(environment, `policy/${nameOf(environment, SHARED_THINGS.boundary)}`);
}
