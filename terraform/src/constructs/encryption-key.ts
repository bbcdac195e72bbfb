import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { iamArn, nameOf } from "../naming.ts";
import { type ResourcePermission, resourcePolicy } from "../permissions/permission.ts";

export interface EncryptionKeyOptions {
  environment: Environment;
  /** What is encrypted with it. */
  thing: string;
  /** What services of AWS may do with it, beside what IAM policies of the account allow. */
  users?: readonly ResourcePermission[];
}

/** A key of one's own, renewed every year. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, thing, users = [] }: EncryptionKeyOptions) {
    super(scope, id);
    const name = nameOf(environment, thing);
    const key = new KmsKey(this, "key", {
      description: name,
      enableKeyRotation: true,
      deletionWindowInDays: environment.protectsData ? 30 : 7,
      policy: resourcePolicy([administration(environment), ...users]),
      tags: { Name: name },
      lifecycle: { preventDestroy: environment.protectsData },
    });
    new KmsAlias(this, "alias", { name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function administration(environment: Environment): ResourcePermission {
  return {
    sid: "LetIamPoliciesDecide",
    principal: { AWS: iamArn(environment, "root") },
    actions: ["kms:*"],
    resources: ["*"],
    why: "without it nobody could ever administer the key; in a key's policy `*` is that key",
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
export function useByLogs({ region, account }: Environment): ResourcePermission {
  return {
    sid: "EncryptLogs",
    principal: { Service: `logs.${region}.amazonaws.com` },
    actions: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
      "kms:DescribeKey",
    ],
    resources: ["*"],
    why: "CloudWatch Logs encrypts the log groups of this environment, and no others",
    condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*`,
      },
    },
  };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export function useByAlarms({ account }: Environment): ResourcePermission {
  return {
    sid: "EncryptAlarms",
    principal: { Service: "cloudwatch.amazonaws.com" },
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: ["*"],
    why: "alarms are sent to an encrypted topic",
    condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}
