import { randomBytes } from "node:crypto";
import type { CognitoUser } from "@lychgate/cli/user-pool";

/** A group of the user pool for which there is no policy. */
const GROUP_WITHOUT_POLICY = "pet-groomer";

/** The users of the local stack and their groups. */
const USERS = {
  vet: ["pet-veterinarian"],
  owner: ["pet-owner"],
  admin: ["admins"],
  guest: [],
  groomer: [GROUP_WITHOUT_POLICY],
} as const;

export type UserName = keyof typeof USERS;

/** The users, each with a password made for this run, who have a group in common with the policies. */
export function createUsers(policyGroups: readonly string[]): { users: CognitoUser[]; groups: string[] } {
  const groups = [...new Set([...policyGroups, GROUP_WITHOUT_POLICY])];
  const users = Object.entries(USERS).map(([username, wanted]) => ({
    username,
    password: createPassword(),
    groups: wanted.filter((group) => groups.includes(group)),
  }));
  return { users, groups };
}

/** Holds every class of character that a user pool may ask for. */
function createPassword(): string {
  return `Aa1-${randomBytes(18).toString("base64url")}`;
}
