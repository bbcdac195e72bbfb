import type { StackFile } from "@lychgate/cli";
import type { ApiKeyValues } from "./usage-plans.ts";

/** Where the second API is, and what its callers need. */
export interface MethodsFile {
  /** Up to the stage. */
  apiUrl: string;
  /** The same gateway for callers from another network. */
  outsideApiUrl: string;
  stsUrl: string;
  /** The access key of an IAM user who may call `GET /demo/pets`. */
  iamUser: { name: string; accessKeyId: string; secretAccessKey: string };
  apiKeys: ApiKeyValues;
}

/** `stack.json` as the local stack writes it: with the second API. */
export interface LocalStackFile extends StackFile {
  methods: MethodsFile;
}
