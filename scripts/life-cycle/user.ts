/** The user whom the life cycle is tried with. */
import { randomBytes } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Deployed } from "./deployed.ts";
import type { Target } from "./target.ts";

const USERNAME = "life-cycle-vet";

/**
 * The networks of the veterinarians' policy are of documentation and no caller comes from them, so the user is an
 * owner too: owners are let in from anywhere, on other routes.
 */
const GROUPS = ["pet-veterinarian", "pet-owner"] as const;

/** What any server but AWS's own accepts; it keeps real credentials from being sent to it. */
const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** Makes the user with a new password, or gives it one; nobody is told the password. */
export async function createUser(
  { region, endpoint }: Pick<Target, "region" | "endpoint">,
  userPoolId: string,
): Promise<Deployed["user"]> {
  const user = { username: USERNAME, password: generatePassword(), groups: GROUPS };
  const client = new CognitoIdentityProviderClient({
    region,
    ...(endpoint !== undefined && { endpoint, credentials: LOCAL_CREDENTIALS }),
  });
  const who = { UserPoolId: userPoolId, Username: user.username };
  try {
    await client.send(new AdminCreateUserCommand({ ...who, MessageAction: "SUPPRESS" })).catch(unlessExists);
    await client.send(new AdminSetUserPasswordCommand({ ...who, Password: user.password, Permanent: true }));
    for (const GroupName of user.groups)
      await client.send(new AdminAddUserToGroupCommand({ ...who, GroupName }));
  } finally {
    client.destroy();
  }
  return user;
}

function unlessExists(error: unknown): void {
  if (!(error instanceof UsernameExistsException)) throw error;
}

/** Holds every class of character that the user pool asks for, and 192 bits that nobody can guess. */
export function generatePassword(): string {
  return `Aa1-${randomBytes(24).toString("base64url")}`;
}
