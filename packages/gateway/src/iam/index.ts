export type { SecretCredentials } from "./credentials.ts";
export type { IamCaller } from "./iam-caller.ts";
export { createIamDirectory, type IamDirectory, type Role, type Session } from "./iam-directory.ts";
export type * from "./iam-file.ts";
export { readIamFile } from "./read-iam-file.ts";
export { createSts, type Sts, type StsSettings } from "./sts/sts.ts";
export { trustUserPools } from "./sts/user-pool-identity.ts";
export type * from "./sts/web-identity.ts";
