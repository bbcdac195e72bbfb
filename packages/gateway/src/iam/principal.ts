/**
 * Names of principals.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
import { createHash } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What the ids of a kind begin with. */
const PREFIXES = { user: "AIDA", role: "AROA" } as const;

export type PrincipalType = keyof typeof PREFIXES;

export function principalArn(accountId: string, type: PrincipalType, path: string, name: string): string {
  return `arn:aws:iam::${accountId}:${type}${path}${name}`;
}

/** A session's ARN leaves out the path of its role. */
export function sessionArn(accountId: string, roleName: string, sessionName: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}

/** The unique id of a user or a role: the same ARN has the same id at every start. */
export function principalId(type: PrincipalType, arn: string): string {
  const digest = createHash("sha256").update(arn).digest();
  return PREFIXES[type] + encode(digest.subarray(0, 17));
}

/** One character of ids for each byte. */
export function encode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => BASE32[byte % 32]).join("");
}
