import type { Environment } from "../environment.ts";
import { iamArn, nameOf, SHARED_THINGS } from "../naming.ts";
import type { Permission } from "./permission.ts";

/** The policy with which API Gateway writes logs; AWS keeps it. */
export const GATEWAY_LOG_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";

/** What the deployer may do with roles: those of the environment's path, and only within the boundary. */
export function rolePermissions(environment: Environment, path: string): Permission[] {
  const roles = [iamArn(environment, `role${path}*`)];
  const boundary = iamArn(environment, `policy/${nameOf(environment, SHARED_THINGS.boundary)}`);
  const bounded = { StringEquals: { "iam:PermissionsBoundary": boundary } };
  return [
    {
      sid: "ReadRoles",
      actions: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
      ],
      resources: roles,
      why: "a plan compares roles with what stands",
    },
    {
      sid: "MakeRolesWithinTheBoundary",
      actions: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      resources: roles,
      why: "a role that a workflow makes can do no more than the boundary, whatever its policy says",
      condition: bounded,
    },
    {
      sid: "LetApiGatewayLog",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: roles,
      why: "one policy of AWS, and no other, can be attached",
      condition: { ArnEquals: { "iam:PolicyARN": GATEWAY_LOG_POLICY } },
    },
    {
      sid: "ChangeRoles",
      actions: [
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources: roles,
      why: "nothing of this gives a role more than its boundary",
    },
    {
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: roles,
      why: "functions and API Gateway are given their roles, and nobody else is",
      condition: {
        StringEquals: {
          "iam:PassedToService": [
            "lambda.amazonaws.com",
            "apigateway.amazonaws.com",
            "cognito-idp.amazonaws.com",
          ],
        },
      },
    },
  ];
}
