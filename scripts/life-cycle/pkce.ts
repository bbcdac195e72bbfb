import { createHash, randomBytes } from "node:crypto";

/** What a login has to prove at its end: that it is the one that began. */
export interface LoginProof {
  /** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
  verifier: string;
  /** @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12 */
  state: string;
}

export function createProof(): LoginProof {
  return { verifier: randomText(), state: randomText() };
}

function randomText(): string {
  return randomBytes(32).toString("base64url");
}

/** The verifier's SHA-256. @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
