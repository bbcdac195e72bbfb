export { type Cognito, startCognito } from "./cognito.ts";
export { createSigningKey, type PublicJwk } from "./cognito-key.ts";
export type { CognitoAddress, CognitoSettings, CognitoUser, GroupRole } from "./cognito-pool.ts";
export { readUsersFile } from "./users-file.ts";
