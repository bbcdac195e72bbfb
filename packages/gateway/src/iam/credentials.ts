import { randomBytes } from "node:crypto";
import type { IamCaller } from "./iam-caller.ts";
import { encode } from "./principal.ts";
import { type CredentialScope, createSigner, equalSecrets } from "./signing-key.ts";

/** What verifies the signatures of an access key. The secret itself cannot be read from it. */
export interface Credentials {
  readonly caller: IamCaller;
  /** Epoch milliseconds; infinite for a user's access key. */
  readonly expiresAt: number;
  /** Whether a request carries the session token of these credentials, or none if they have none. */
  hasToken(sessionToken: string | undefined): boolean;
  sign(scope: CredentialScope, text: string): string;
}

/** What a client needs to sign requests. */
export interface SecretCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function createCredentials(
  { secretAccessKey, sessionToken }: SecretCredentials,
  caller: IamCaller,
  expiresAt = Number.POSITIVE_INFINITY,
): Credentials {
  return {
    caller,
    expiresAt,
    hasToken: (sent) =>
      sessionToken === undefined ? sent === undefined : equalSecrets(sent ?? "", sessionToken),
    sign: createSigner(secretAccessKey),
  };
}

/** New temporary credentials. */
export function newSessionCredentials(): Required<SecretCredentials> {
  return {
    accessKeyId: `ASIA${encode(randomBytes(16))}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(96).toString("base64"),
  };
}
