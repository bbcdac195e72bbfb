import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { SHARED_THINGS } from "../naming.ts";
import { boundaryPermissions } from "../permissions/boundary.ts";
import { deployPermissions } from "../permissions/deploy-permissions.ts";
import { githubTrust } from "../permissions/github-trust.ts";
import { addPolicy, WorkflowRole } from "./workflow-role.ts";

export interface DeployRoleOptions {
  environment: Environment;
}

/**
 * The role that the deploy workflow takes, and the boundary of every role that it makes. Both stand outside
 * of the path under which it may change roles, so it cannot widen either.
 */
export class DeployRole extends WorkflowRole {
  constructor(scope: Construct, id: string, { environment }: DeployRoleOptions) {
    super(scope, id, {
      environment,
      thing: SHARED_THINGS.deployer,
      description: "Deploys the stacks from the workflow of the environment",
      trust: githubTrust(environment),
      permissions: deployPermissions(environment),
      prefix: "deploy",
    });
    addPolicy(this, SHARED_THINGS.boundary, environment, boundaryPermissions(environment));
  }
}
