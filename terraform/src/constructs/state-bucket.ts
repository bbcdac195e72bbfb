import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { globalNameOf, SHARED_THINGS } from "../naming.ts";
import { resourcePolicy } from "../permissions/permission.ts";
import type { EncryptionKey } from "./encryption-key.ts";

export interface StateBucketOptions {
  environment: Environment;
  key: EncryptionKey;
}

/** The bucket of the environment's states: versioned, encrypted, shut to the public and to plain HTTP. */
export class StateBucket extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, { environment, key }: StateBucketOptions) {
    super(scope, id);
    const name = globalNameOf(environment, SHARED_THINGS.stateBucket);
    const { bucket, arn } = new S3Bucket(this, "bucket", {
      bucket: name,
      tags: { Name: name },
      lifecycle: { preventDestroy: environment.protectsData },
    });
    this.bucketName = bucket;
    this.keepVersions(bucket, environment.bootstrap.oldStateDays);
    this.encrypt(bucket, key);
    this.shut(bucket, arn);
  }

  private keepVersions(bucket: string, days: number): void {
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "old-versions", {
      bucket,
      dependsOn: [versioning],
      rule: [
        {
          id: "remove-old-states",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: days }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
  }

  private encrypt(bucket: string, key: EncryptionKey): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
  }

  private shut(bucket: string, arn: string): void {
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const block = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      bucket,
      dependsOn: [block],
      policy: resourcePolicy([
        {
          sid: "DenyPlainHttp",
          effect: "Deny",
          principal: "*",
          actions: ["s3:*"],
          resources: [arn, `${arn}/*`],
          why: "a state holds what must not be read on the way; a Deny may be as wide as it can",
          condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
  }
}
