import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group/index.js";
import { Construct } from "constructs";
import type { Environment, GroupRoleOptions } from "../environment.ts";
import { DeploymentError } from "../errors.ts";
import { identitiesTrust } from "../permissions/permission.ts";
import { ServiceRole } from "./service-role.ts";
import type { UserPool } from "./user-pool.ts";

/** A group that has a policy. */
export interface Group {
  group: string;
  description: string;
}

export interface GroupsOptions {
  environment: Environment;
  pool: UserPool;
  groups: readonly Group[];
}

/** The longest description that Cognito takes. */
const LONGEST_DESCRIPTION = 2_048;

/** The groups that have a policy, some with a role that stands for their members. */
export class Groups extends Construct {
  /** The names of the roles, by group. */
  readonly roleNames: ReadonlyMap<string, string>;

  /** @throws DeploymentError `InvalidOption` for the role of a group that has no policy */
  constructor(scope: Construct, id: string, { environment, pool, groups }: GroupsOptions) {
    super(scope, id);
    const { groupRoles } = environment.identity;
    refuseUnknownGroups(Object.keys(groupRoles), groups);
    const roleNames = new Map<string, string>();
    for (const { group, description } of groups) {
      const options = Object.hasOwn(groupRoles, group) ? groupRoles[group] : undefined;
      const role = options && this.addRole(environment, group, options);
      if (role) roleNames.set(group, role.name);
      new CognitoUserGroup(this, group, {
        name: group,
        userPoolId: pool.id,
        description: description.slice(0, LONGEST_DESCRIPTION),
        ...(role && { roleArn: role.arn }),
      });
    }
    this.roleNames = roleNames;
  }

  private addRole(environment: Environment, group: string, { trustedBy }: GroupRoleOptions): ServiceRole {
    return new ServiceRole(this, `${group}-role`, {
      environment,
      thing: `group-${group}`,
      description: `Stands for the members of the group ${group}`,
      trust: identitiesTrust(trustedBy),
    });
  }
}

function refuseUnknownGroups(named: readonly string[], groups: readonly Group[]): void {
  const unknown = named.find((name) => !groups.some(({ group }) => group === name));
  if (unknown === undefined) return;
  throw new DeploymentError(
    "InvalidOption",
    `groupRoles: expected a group that has a policy, got \`${unknown}\``,
  );
}
