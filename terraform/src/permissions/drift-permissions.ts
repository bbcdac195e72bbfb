/** What the nightly comparison may do: read what a plan refreshes, the states, and the policies. */
import { rolePath } from "../constructs/service-role.ts";
import type { Environment } from "../environment.ts";
import { arnOf, globalNameOf, iamArn, nameOf, SHARED_THINGS } from "../naming.ts";
import { driftApiPermissions } from "./drift-api.ts";
import { driftEdgePermissions } from "./drift-edge.ts";
import type { Condition, Permission } from "./permission.ts";

/** Each family is a policy of its own, as the deployer's are. */
export function driftPermissions(environment: Environment): Readonly<Record<string, Permission[]>> {
  return {
    state: statePermissions(environment),
    policies: itemPermissions(environment),
    stacks: [
      ...rolePermissions(environment),
      ...identityPermissions(environment),
      ...tablePermissions(environment),
    ],
    api: [...driftApiPermissions(environment), ...driftEdgePermissions(environment)],
  };
}

function statePermissions(environment: Environment): Permission[] {
  const bucket = `arn:aws:s3:::${globalNameOf(environment, SHARED_THINGS.stateBucket)}`;
  return [
    {
      sid: "ListStates",
      actions: ["s3:ListBucket"],
      resources: [bucket],
      why: "Terraform looks for a state before it reads it",
    },
    {
      sid: "ReadStates",
      actions: ["s3:GetObject"],
      resources: [`${bucket}/*.tfstate`],
      why: "a comparison takes no lock and writes no state",
    },
    {
      sid: "DecryptStates",
      actions: ["kms:Decrypt", "kms:DescribeKey"],
      resources: [arnOf(environment, "kms", "key/*")],
      why: "a key has a random id, so it is named by its alias",
      condition: byAlias(environment, SHARED_THINGS.stateKey),
    },
  ];
}

function itemPermissions(environment: Environment): Permission[] {
  const { region } = environment;
  return [
    {
      sid: "ReadPolicies",
      actions: ["dynamodb:BatchGetItem", "dynamodb:Scan"],
      resources: [arnOf(environment, "dynamodb", `table/${nameOf(environment, SHARED_THINGS.policyTable)}`)],
      why: "`lychgate drift` compares what stands in the table with the repository",
    },
    {
      sid: "DecryptPolicies",
      actions: ["kms:Decrypt"],
      resources: [arnOf(environment, "kms", "key/*")],
      why: "the table is encrypted; DynamoDB uses its key, named by its alias, in the caller's name",
      condition: {
        StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` },
        ...byAlias(environment, SHARED_THINGS.policyTable),
      },
    },
  ];
}

function byAlias(environment: Environment, thing: string): Condition {
  return { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${nameOf(environment, thing)}` } };
}

function rolePermissions(environment: Environment): Permission[] {
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
      resources: [iamArn(environment, `role${rolePath(environment)}*`)],
      why: "a plan compares roles with what stands",
    },
  ];
}

function identityPermissions(environment: Environment): Permission[] {
  return [
    {
      sid: "ReadLoginDomain",
      actions: ["cognito-idp:DescribeUserPoolDomain"],
      resources: ["*"],
      why: "a domain is looked up before it is known whose it is",
    },
    {
      sid: "ReadUserPools",
      actions: [
        "cognito-idp:DescribeResourceServer",
        "cognito-idp:DescribeUserPool",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:GetGroup",
        "cognito-idp:GetUserPoolMfaConfig",
        "cognito-idp:ListTagsForResource",
      ],
      resources: [arnOf(environment, "cognito-idp", "userpool/*")],
      why: "a pool has a random id; its users are not read",
    },
    ...(environment.identity.identityProviders.length > 0 ? [providerPermission(environment)] : []),
  ];
}

function providerPermission(environment: Environment): Permission {
  return {
    sid: "ReadIdentityProviders",
    actions: ["cognito-idp:DescribeIdentityProvider"],
    resources: [arnOf(environment, "cognito-idp", "userpool/*")],
    why: "a pool has a random id; with providers come their clients' secrets, so only where there are some",
  };
}

function tablePermissions(environment: Environment): Permission[] {
  const ours = { "aws:ResourceTag/project": "lychgate", "aws:ResourceTag/environment": environment.name };
  return [
    {
      sid: "ReadTable",
      actions: [
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
      ],
      resources: [arnOf(environment, "dynamodb", `table/${nameOf(environment, SHARED_THINGS.policyTable)}`)],
      why: "the table itself",
    },
    {
      sid: "ReadAliases",
      actions: ["kms:ListAliases"],
      resources: ["*"],
      why: "aliases are listed for the whole account",
    },
    {
      sid: "ReadKeys",
      actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      resources: [arnOf(environment, "kms", "key/*")],
      why: "keys that carry the environment's tags",
      condition: { StringEquals: ours },
    },
  ];
}
