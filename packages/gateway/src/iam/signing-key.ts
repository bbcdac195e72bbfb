/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Where and for what a signature is good. */
export interface CredentialScope {
  /** `20150830` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const TERMINATOR = "aws4_request";

export function scopeText({ date, region, service }: CredentialScope): string {
  return [date, region, service, TERMINATOR].join("/");
}

/** Makes what signs with one secret. The key of a scope is derived once, since most requests have the same. */
export function createSigner(secretAccessKey: string): (scope: CredentialScope, text: string) => string {
  let derived: { scope: string; key: Buffer } | undefined;
  return (scope, text) => {
    const named = scopeText(scope);
    if (derived?.scope !== named) derived = { scope: named, key: deriveKey(secretAccessKey, scope) };
    return hmac(derived.key, text).toString("hex");
  };
}

function deriveKey(secretAccessKey: string, { date, region, service }: CredentialScope): Buffer {
  return [date, region, service, TERMINATOR].reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Compares two texts in a time that does not tell where they differ. */
export function equalSecrets(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
