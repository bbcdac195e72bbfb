/// <reference path="./cognito-local.d.ts" />
import { createHash, createSign, generateKeyPair, type KeyObject } from "node:crypto";
import { isDeepStrictEqual, promisify } from "node:util";
import builtIn from "cognito-local/lib/keys/cognitoLocal.public.json" with { type: "json" };
import { CliError } from "../errors.ts";

/** A public key as a JWKS lists it. */
export type PublicJwk = {
  alg: "RS256";
  e: string;
  kid: string;
  kty: "RSA";
  n: string;
  use: "sig";
};

/** A signing key that lives as long as the process. */
export interface SigningKey {
  jwk: PublicJwk;
  privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** Makes a fresh RSA key, named by its thumbprint (RFC 7638). */
export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: 2048 });
  const { e = "", n = "" } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256")
    .update(JSON.stringify({ e, kty: "RSA", n }))
    .digest("base64url");
  return { jwk: { alg: "RS256", e, kid, kty: "RSA", n, use: "sig" }, privateKey };
}

/** Adds claims to a JWT, whose signature then is none: it has to be signed again. */
export function addClaims(token: string, added: Readonly<Record<string, unknown>>): string {
  const [header, claims = "", signature] = token.split(".");
  const all = { ...JSON.parse(Buffer.from(claims, "base64url").toString()), ...added };
  return [header, Buffer.from(JSON.stringify(all)).toString("base64url"), signature].join(".");
}

/** Replaces the header and the signature of a JWT; the claims stay byte for byte. */
export function resign(token: string, key: SigningKey): string {
  const [, claims = ""] = token.split(".");
  const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: key.jwk.kid })).toString("base64url");
  const signature = createSign("sha256").update(`${header}.${claims}`).sign(key.privateKey, "base64url");
  return `${header}.${claims}.${signature}`;
}

/**
 * Checks that a served JWKS has this key and no other; the one built into cognito-local is known to everyone.
 * @throws CliError `PublicSigningKey`
 */
export function assertFresh(served: unknown, key: SigningKey): void {
  const isFresh = key.jwk.n !== builtIn.jwk.n && isDeepStrictEqual(served, { keys: [key.jwk] });
  if (isFresh) return;
  throw new CliError("PublicSigningKey", "expected the served keys to be the one made at this start");
}
