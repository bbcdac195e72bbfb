/**
 * Verifying an access token of a user pool, RS256, whose key has been fetched: signature, issuer, expiry, use
 * and client. What a library does not check of these is checked here. No library may remember tokens.
 */
import { createPublicKey, verify } from "node:crypto";
import { createUserPool } from "@lychgate/authorizer/test/user-pool";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { createVerifier } from "fast-jwt";
import { createLocalJWKSet, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";
import { JwksClient } from "jwks-rsa";
import { firstOf, tokensOf } from "./authorizer-callers.ts";
import type { Benchmark, Candidate } from "./benchmark.ts";

const pool = createUserPool();
const jwks = JSON.parse(pool.keySet());
const pem = pool.publicKey().export({ type: "spki", format: "pem" });
const key = createPublicKey(pem);

type Verify = (token: string) => unknown;

const LIBRARIES: Readonly<Record<string, { verify: Verify; isAsync?: true }>> = {
  "aws-jwt-verify, verifySync": { verify: awsJwtVerify() },
  "fast-jwt": { verify: fastJwt() },
  "jsonwebtoken, a KeyObject": { verify: (token) => checked(jsonwebtoken.verify(token, key, TERMS)) },
  "jsonwebtoken, jwks-rsa": { verify: jwksRsa(), isAsync: true },
  jose: { verify: jose(), isAsync: true },
  "node:crypto, the signature alone": { verify: signatureAlone },
};

export const verification: Benchmark = {
  name: "verification: one token",
  question: "What does it cost to verify a token, when the key is known?",
  source: "verification.ts",
  candidates: async () => {
    const tokens = tokensOf(pool, 100);
    for (const [name, { verify }] of Object.entries(LIBRARIES)) await expectAgreement(name, verify);
    return Object.entries(LIBRARIES).map(
      ([name, { verify, isAsync }]): Candidate => ({
        name,
        run: (index) => verify(tokens[index % tokens.length] ?? ""),
        ...(isAsync && { isAsync }),
      }),
    );
  },
};

async function expectAgreement(name: string, verify: Verify): Promise<void> {
  const accepts = async (token: string) => {
    try {
      return (await verify(token)) !== false;
    } catch {
      return false;
    }
  };
  const good = firstOf(tokensOf(pool, 1));
  const [header, payload, signature = ""] = good.split(".");
  const [, other] = firstOf(tokensOf(pool, 1, ["admin"])).split(".");
  const tampered = [`${header}.${payload}.AAAA${signature.slice(4)}`, `${header}.${other}.${signature}`];
  if (!(await accepts(good))) throw new Error(`${name}: expected a good token to be accepted`);
  for (const token of tampered)
    if (await accepts(token)) throw new Error(`${name}: expected a tampered token to be refused`);
}

const TERMS = { issuer: pool.issuer, algorithms: ["RS256"] } satisfies jsonwebtoken.VerifyOptions;

/** What a token of a user pool says beside the registered claims. */
function checked(claims: unknown): unknown {
  const { token_use, client_id } = Object(claims);
  if (token_use !== "access" || client_id !== pool.clientId) throw new Error("expected an access token");
  return claims;
}

function awsJwtVerify(): Verify {
  const terms = { userPoolId: pool.id, clientId: pool.clientId, tokenUse: "access" } as const;
  const verifier = CognitoJwtVerifier.create(terms);
  verifier.cacheJwks(jwks);
  return (token) => verifier.verifySync(token);
}

function fastJwt(): Verify {
  const verifier = createVerifier({ key: pem, algorithms: ["RS256"], allowedIss: pool.issuer, cache: false });
  return (token) => checked(verifier(token));
}

/** As the authorizer of Auth0's sample does it: the key that `jwks-rsa` remembers, as PEM. */
function jwksRsa(): Verify {
  const client = new JwksClient({
    jwksUri: "https://unused.example",
    cache: true,
    fetcher: async () => jwks,
  });
  return async (token) => {
    const decoded = jsonwebtoken.decode(token, { complete: true });
    const signingKey = await client.getSigningKey(decoded?.header.kid);
    return checked(jsonwebtoken.verify(token, signingKey.getPublicKey(), TERMS));
  };
}

function jose(): Verify {
  const keys = createLocalJWKSet(jwks);
  return async (token) => checked((await jwtVerify(token, keys, TERMS)).payload);
}

/** The floor: what of the work is OpenSSL's. */
function signatureAlone(token: string): boolean {
  const end = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  return verify("sha256", Buffer.from(token.slice(0, end)), key, signature);
}
