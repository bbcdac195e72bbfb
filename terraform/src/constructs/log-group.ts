import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import type { EncryptionKey } from "./encryption-key.ts";

export interface LogGroupOptions {
  environment: Environment;
  name: string;
  key: EncryptionKey;
}

/** A log group that is encrypted, and forgets. */
export class LogGroup extends CloudwatchLogGroup {
  constructor(scope: Construct, id: string, { environment, name, key }: LogGroupOptions) {
    super(scope, id, {
      name,
      retentionInDays: environment.logRetentionDays,
      kmsKeyId: key.arn,
      tags: { Name: name },
    });
  }
}
