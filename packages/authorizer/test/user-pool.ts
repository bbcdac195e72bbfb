import {
  createHmac,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
} from "node:crypto";

type Json = Readonly<Record<string, unknown>>;

/** A user pool that signs access tokens as Cognito does. */
export interface UserPool {
  readonly id: string;
  readonly clientId: string;
  readonly issuer: string;
  /** The JSON Web Key Set that the pool publishes now, as text. */
  keySet(): string;
  /** Signs an access token of an hour; claims and header are replaced, or left out where `undefined`. */
  token(claims?: Json, header?: Json): string;
  /** The public half of the key that signs now. */
  publicKey(): KeyObject;
  /** Puts another key in the place of the one that signs. */
  rotate(): void;
}

interface SigningKey {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export function createUserPool(id = "eu-west-1_Lychgate"): UserPool {
  const issuer = `https://cognito-idp.${id.split("_")[0]}.amazonaws.com/${id}`;
  const clientId = "1example23456789";
  let key = createKey();
  return {
    id,
    clientId,
    issuer,
    keySet: () => JSON.stringify({ keys: [jwkOf(key)] }),
    token(claims, header) {
      const payload = { ...accessClaims(issuer, clientId), ...claims };
      const { kid, privateKey } = key;
      return compact({ alg: "RS256", kid, ...header }, payload, (input) => sign("sha256", input, privateKey));
    },
    publicKey: () => key.publicKey,
    rotate() {
      key = createKey();
    },
  };
}

/** A JSON Web Token that is signed in whatever way. */
export function compact(header: Json, payload: Json, signatureOf: (input: Buffer) => Buffer): string {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return [...input, signatureOf(Buffer.from(input.join("."))).toString("base64url")].join(".");
}

/** Signs as those do who take the pool's public key for a secret. */
export function hmacOf(publicKey: KeyObject): (input: Buffer) => Buffer {
  const secret = publicKey.export({ type: "spki", format: "pem" });
  return (input) => createHmac("sha256", secret).update(input).digest();
}

/** The current time as claims have it. */
export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/**
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
function accessClaims(issuer: string, clientId: string): Json {
  const now = epochSeconds();
  return {
    sub: "5c0a4c0e-0000-4000-8000-000000000001",
    iss: issuer,
    client_id: clientId,
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
    auth_time: now,
    iat: now,
    exp: now + 3600,
    jti: randomUUID(),
    username: "ana",
  };
}

function createKey(): SigningKey {
  return { kid: randomUUID(), ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
}

function jwkOf({ kid, publicKey }: SigningKey): JsonWebKey {
  return { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
}
