/** What the deploy workflow may do, by what it deploys. Every action is spelled out. */
import { rolePath } from "../constructs/service-role.ts";
import type { Environment } from "../environment.ts";
import { arnOf, globalNameOf, nameOf, SHARED_THINGS } from "../naming.ts";
import { apiPermissions } from "./deploy-api.ts";
import { edgePermissions } from "./deploy-edge.ts";
import { identityPermissions } from "./deploy-identity.ts";
import { rolePermissions } from "./deploy-roles.ts";
import type { Permission } from "./permission.ts";

/** Each family is a policy of its own: IAM's limit is 6144 characters a policy. */
export function deployPermissions(environment: Environment): Readonly<Record<string, Permission[]>> {
  return {
    state: statePermissions(environment),
    roles: rolePermissions(environment, rolePath(environment)),
    identity: identityPermissions(environment),
    "policy-store": tablePermissions(environment),
    api: apiPermissions(environment),
    edge: edgePermissions(environment),
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
      sid: "WriteStates",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [`${bucket}/*.tfstate`, `${bucket}/*.tfstate.tflock`],
      why: "the states of the stacks and their locks",
    },
    {
      sid: "Unlock",
      actions: ["s3:DeleteObject"],
      resources: [`${bucket}/*.tfstate.tflock`],
      why: "a lock is removed when it is let go; a state never is",
    },
    {
      sid: "EncryptStates",
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
      resources: [arnOf(environment, "kms", "key/*")],
      why: "a key has a random id, so it is named by its alias",
      condition: {
        "ForAnyValue:StringEquals": {
          "kms:ResourceAliases": `alias/${nameOf(environment, SHARED_THINGS.stateKey)}`,
        },
      },
    },
  ];
}

function tablePermissions(environment: Environment): Permission[] {
  return [
    {
      sid: "Table",
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:UpdateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
      ],
      resources: [arnOf(environment, "dynamodb", `table/${nameOf(environment, SHARED_THINGS.policyTable)}`)],
      why: "the table itself; the seeder alone writes what is in it",
    },
    ...keyPermissions(environment),
  ];
}

function keyPermissions(environment: Environment): Permission[] {
  const ours = { "aws:ResourceTag/project": "lychgate", "aws:ResourceTag/environment": environment.name };
  return [
    {
      sid: "MakeKeys",
      actions: ["kms:CreateKey", "kms:TagResource"],
      resources: ["*"],
      why: "a key has no name before it is made; it is made with the environment's tags",
      condition: {
        StringEquals: {
          "aws:RequestTag/project": "lychgate",
          "aws:RequestTag/environment": environment.name,
        },
        Null: { "aws:ResourceTag/project": "true" },
      },
    },
    {
      sid: "ListAliases",
      actions: ["kms:ListAliases"],
      resources: ["*"],
      why: "aliases are listed for the whole account",
    },
    {
      sid: "ChangeKeys",
      actions: [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GenerateDataKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      resources: [arnOf(environment, "kms", "key/*")],
      why: "keys that carry the environment's tags",
      condition: { StringEquals: ours },
    },
    {
      sid: "NameKeys",
      actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      resources: [
        arnOf(environment, "kms", `alias/${nameOf(environment, "*")}`),
        arnOf(environment, "kms", "key/*"),
      ],
      why: "an alias is made on a key, so both are named",
    },
  ];
}
