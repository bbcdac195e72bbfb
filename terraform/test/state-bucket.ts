/** The bucket of the states, as far as moto stands in its way. */
import {
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

export interface StateBucketHarness {
  /** The keys of what is in it. */
  keys(): Promise<string[]>;
  /**
   * moto passes over the condition of a bucket policy, so that "Deny without TLS" denies everything. The policy
   * is taken away while states are read and written, and is there when Terraform looks at it.
   */
  withoutPolicy(): Promise<void>;
  withPolicy(): Promise<void>;
  /** Deletes every version of every object. */
  empty(): Promise<void>;
}

export function stateBucketHarness(client: S3Client, Bucket: string): StateBucketHarness {
  let kept: string | undefined;
  return {
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key = "" }) => Key).sort();
    },
    async withoutPolicy() {
      const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket }));
      kept = Policy;
      await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    },
    async withPolicy() {
      await client.send(new PutBucketPolicyCommand({ Bucket, Policy: kept }));
    },
    async empty() {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket }),
      );
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    },
  };
}
