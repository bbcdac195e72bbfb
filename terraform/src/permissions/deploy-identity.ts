import type { Environment } from "../environment.ts";
import { arnOf } from "../naming.ts";
import type { Permission } from "./permission.ts";

export function identityPermissions(environment: Environment): Permission[] {
  return [
    {
      sid: "MakeUserPools",
      actions: ["cognito-idp:CreateUserPool", "cognito-idp:DescribeUserPoolDomain"],
      resources: ["*"],
      why: "a pool has no name before it is made, and a domain is looked up before it is",
    },
    {
      sid: "ChangeUserPools",
      actions: [
        "cognito-idp:CreateGroup",
        "cognito-idp:CreateResourceServer",
        "cognito-idp:CreateUserPoolClient",
        "cognito-idp:CreateUserPoolDomain",
        "cognito-idp:DeleteGroup",
        "cognito-idp:DeleteResourceServer",
        "cognito-idp:DeleteUserPool",
        "cognito-idp:DeleteUserPoolClient",
        "cognito-idp:DeleteUserPoolDomain",
        "cognito-idp:DescribeResourceServer",
        "cognito-idp:DescribeUserPool",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:GetGroup",
        "cognito-idp:GetUserPoolMfaConfig",
        "cognito-idp:ListTagsForResource",
        "cognito-idp:SetUserPoolMfaConfig",
        "cognito-idp:TagResource",
        "cognito-idp:UntagResource",
        "cognito-idp:UpdateGroup",
        "cognito-idp:UpdateResourceServer",
        "cognito-idp:UpdateUserPool",
        "cognito-idp:UpdateUserPoolClient",
        "cognito-idp:UpdateUserPoolDomain",
      ],
      resources: [arnOf(environment, "cognito-idp", "userpool/*")],
      why: "a pool has a random id; users and their groups are nobody's to change here",
    },
    ...(environment.identity.identityProviders.length > 0 ? [providerPermission(environment)] : []),
  ];
}

function providerPermission(environment: Environment): Permission {
  return {
    sid: "ChangeIdentityProviders",
    actions: [
      "cognito-idp:CreateIdentityProvider",
      "cognito-idp:DeleteIdentityProvider",
      "cognito-idp:DescribeIdentityProvider",
      "cognito-idp:UpdateIdentityProvider",
    ],
    resources: [arnOf(environment, "cognito-idp", "userpool/*")],
    why: "a pool has a random id; with providers come their clients' secrets, so only where there are some",
  };
}
