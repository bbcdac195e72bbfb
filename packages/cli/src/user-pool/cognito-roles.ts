/// <reference path="./cognito-local.d.ts" />
import type { Group } from "cognito-local/lib/services/userPoolService.js";

type Roles = Pick<Group, "GroupName" | "RoleArn" | "Precedence">;

/**
 * The claims of an ID token that name the roles of the user's groups: all of them, and the one of the group with the
 * lowest precedence. Where two groups share the lowest and have different roles, none is preferred.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html
 */
export function roleClaims(names: readonly string[], groups: readonly Roles[]): Record<string, unknown> {
  const withRole = groups.filter(({ GroupName, RoleArn }) => RoleArn && names.includes(GroupName));
  if (withRole.length === 0) return {};
  const lowest = Math.min(...withRole.map(precedenceOf));
  const preferred = rolesOf(withRole.filter((group) => precedenceOf(group) === lowest));
  return {
    "cognito:roles": rolesOf(withRole),
    ...(preferred.length === 1 && { "cognito:preferred_role": preferred[0] }),
  };
}

/** A group without a precedence comes last. */
function precedenceOf({ Precedence = Number.POSITIVE_INFINITY }: Roles): number {
  return Precedence;
}

function rolesOf(groups: readonly Roles[]): string[] {
  return [...new Set(groups.flatMap(({ RoleArn }) => RoleArn ?? []))];
}
