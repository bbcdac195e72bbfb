/** A user pool that signs tokens, and publishes its keys. */
import { generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID, sign } from "node:crypto";

type Json = Readonly<Record<string, unknown>>;

export interface SigningPool {
  readonly arn: string;
  readonly issuer: string;
  /** How often the keys were read. */
  reads: number;
  /** What reading the keys gives, unless it fails. */
  answer: () => unknown;
  /** Reads the keys, as a verifier is given it. */
  fetchJwks(): Promise<ArrayBuffer>;
  /** Signs an ID token that is good for an hour from `now`; what is `undefined` is left out. */
  token(claims?: Json, header?: Json): string;
  /** Puts another key in the place of the one that signs. */
  rotate(): void;
}

interface Key {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** @param now epoch seconds */
export function createSigningPool(id: string, now: number): SigningPool {
  const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${id}`;
  let key = createKey();
  const pool: SigningPool = {
    arn: `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${id}`,
    issuer,
    reads: 0,
    answer: () => ({ keys: [jwkOf(key)] }),
    async fetchJwks() {
      pool.reads += 1;
      return Uint8Array.from(Buffer.from(JSON.stringify(pool.answer()))).buffer;
    },
    token(claims, header) {
      const common = { sub: "ann", iss: issuer, aud: "client", token_use: "id", iat: now, exp: now + 3600 };
      return compact({ alg: "RS256", kid: key.kid, ...header }, { ...common, ...claims }, key.privateKey);
    },
    rotate() {
      key = createKey();
    },
  };
  return pool;
}

function compact(header: Json, payload: Json, privateKey: KeyObject): string {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = sign("sha256", Buffer.from(input.join(".")), privateKey);
  return [...input, signature.toString("base64url")].join(".");
}

function createKey(): Key {
  return { kid: randomUUID(), ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
}

function jwkOf({ kid, publicKey }: Key): JsonWebKey {
  return { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
}
