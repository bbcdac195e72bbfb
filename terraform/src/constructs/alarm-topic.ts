import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { resourcePolicy } from "../permissions/permission.ts";
import type { EncryptionKey } from "./encryption-key.ts";

export interface AlarmTopicOptions {
  environment: Environment;
  key: EncryptionKey;
  email: readonly string[];
}

/** Where alarms go: an encrypted topic that only CloudWatch's alarms of this account may write to. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, key, email }: AlarmTopicOptions) {
    super(scope, id);
    const name = nameOf(environment, "alarms");
    const { arn } = new SnsTopic(this, "topic", { name, kmsMasterKeyId: key.arn, tags: { Name: name } });
    this.arn = arn;
    new SnsTopicPolicy(this, "policy", { arn, policy: topicPolicy(arn, environment) });
    for (const [index, endpoint] of email.entries()) {
      new SnsTopicSubscription(this, `email-${index}`, { topicArn: arn, protocol: "email", endpoint });
    }
  }
}

function topicPolicy(arn: string, { account }: Environment): string {
  const publishing = { actions: ["sns:Publish"], resources: [arn] };
  return resourcePolicy([
    {
      ...publishing,
      sid: "LetAlarmsPublish",
      principal: { Service: "cloudwatch.amazonaws.com" },
      why: "alarms of this account, and of no other",
      condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      ...publishing,
      sid: "DenyPlainHttp",
      effect: "Deny",
      principal: "*",
      why: "an alarm says what is broken",
      condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
