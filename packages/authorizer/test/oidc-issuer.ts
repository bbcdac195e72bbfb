import { generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID, sign } from "node:crypto";
import type { Algorithm } from "../src/issuers/issuer.ts";
import { compact, epochSeconds } from "./user-pool.ts";

type Json = Readonly<Record<string, unknown>>;

/** An OpenID Connect issuer that signs access tokens. */
export interface TestIssuer {
  readonly issuer: `https://${string}`;
  /** The JSON Web Key Set that it publishes now, as text. */
  keySet(): string;
  /** The keys of the set that it publishes now. */
  keys(): JsonWebKey[];
  /** Signs an access token of an hour; claims and header are replaced, or left out where `undefined`. */
  token(claims?: Json, header?: Json): string;
  /** Signs this for claims, whatever it is. */
  tokenOfText(claims: string | Buffer, header?: string): string;
  /** Puts another key in the place of the one that signs. */
  rotate(): void;
}

/** What signs by each algorithm; RSA's padding of PS256 is not among them. */
const KEYS = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  RS384: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  RS512: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ES384: () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  ES512: () => generateKeyPairSync("ec", { namedCurve: "P-521" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
} as const satisfies Record<Algorithm, () => { publicKey: KeyObject; privateKey: KeyObject }>;

/** @param more what stands in the key beside its numbers; `alg` and `use` unless replaced */
export function createIssuer(
  issuer: `https://${string}`,
  algorithm: Algorithm = "RS256",
  more: Json = {},
): TestIssuer {
  const createKey = () => ({ kid: randomUUID(), ...KEYS[algorithm]() });
  let key = createKey();
  const keys = () => [
    { ...key.publicKey.export({ format: "jwk" }), kid: key.kid, alg: algorithm, use: "sig", ...more },
  ];
  const signatureOf = (input: Buffer) => signed(algorithm, input, key.privateKey);
  const claimsOf = (claims: Json | undefined) => ({ ...accessClaims(issuer), ...claims });
  const headerOf = (header: Json | undefined) => ({ alg: algorithm, kid: key.kid, typ: "JWT", ...header });
  return {
    issuer,
    keys,
    keySet: () => JSON.stringify({ keys: keys() }),
    token: (claims, header) => compact(headerOf(header), claimsOf(claims), signatureOf),
    tokenOfText(claims, header = JSON.stringify(headerOf(undefined))) {
      const input = [Buffer.from(header), Buffer.from(claims)]
        .map((part) => part.toString("base64url"))
        .join(".");
      return `${input}.${signatureOf(Buffer.from(input)).toString("base64url")}`;
    },
    rotate() {
      key = createKey();
    },
  };
}

function signed(algorithm: Algorithm, input: Buffer, privateKey: KeyObject): Buffer {
  const hash = algorithm === "EdDSA" ? null : `sha${algorithm.slice(2)}`;
  return sign(hash, input, { key: privateKey, dsaEncoding: "ieee-p1363" });
}

/** @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2 */
function accessClaims(issuer: string): Json {
  const now = epochSeconds();
  return {
    iss: issuer,
    sub: "00u1",
    aud: "api://pets",
    azp: "web",
    scope: "openid pets.read",
    iat: now,
    exp: now + 3600,
    groups: ["pet-owner"],
  };
}
