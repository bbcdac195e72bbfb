/**
 * Published signatures. Whether they are good or not, none is a token of an issuer of ours, even if its key is:
 * none may ever be let in, nor be anything but refused.
 */
import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ALGORITHMS, type Algorithm, isAlgorithm } from "../../src/issuers/issuer.ts";
import { epochSeconds } from "../user-pool.ts";
import examples from "./jose-examples.json" with { type: "json" };
import { createTarget, ISSUERS, NOTHING, PETS, partner } from "./target.ts";

const WYCHEPROOF = new URL("../../../../../shared/data/wycheproof/", import.meta.url);
const hasWycheproof = existsSync(WYCHEPROOF);

type Key = JsonWebKey & { kid?: string; alg?: string };

/** @see https://github.com/C2SP/wycheproof/tree/main/schemas */
interface Group {
  comment: string;
  public?: Key | { keys: Key[] };
  private: Key | { keys: Key[] };
  tests: { tcId: number; comment: string; jws: string; result: string }[];
}

function groupsIn(file: string): Group[] {
  if (!hasWycheproof) return [];
  return JSON.parse(readFileSync(new URL(file, WYCHEPROOF), "utf8")).testGroups;
}

const keysOf = (keys: Group["private"]): Key[] =>
  "keys" in keys && Array.isArray(keys.keys) ? keys.keys : [keys as Key];

const names = Object.keys(ALGORITHMS).filter(isAlgorithm);
const OF_PARTNER = ISSUERS.filter((issuer) => issuer.kind === "oidc" && issuer.name === "partner").map(
  (issuer) => ({
    ...issuer,
    algorithms: ["RS256" as Algorithm, ...names] as const,
  }),
);

/** An issuer that accepts all algorithms and publishes these keys. */
function issuerWith(keys: readonly Key[]) {
  return createTarget({ issuers: OF_PARTNER, keySetAt: () => JSON.stringify({ keys }) });
}

const REFUSED = { reason: expect.stringMatching(/^Token(Invalid|Missing|Ambiguous)$/), allowed: NOTHING };
const CLAIMS = {
  iss: partner.issuer,
  sub: "1",
  aud: "api://pets",
  exp: epochSeconds() + 600,
  groups: ["pet-owner"],
};
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The attempts that a signature by this key can be made: as it is, with our claims, with our header. */
function attempts(jws: string, kid: string): string[] {
  const [header, payload, signature = ""] = jws.split(".");
  const own = encoded({ alg: "RS256", kid });
  const claims = encoded(CLAIMS);
  return [
    jws,
    `${header}.${claims}.${signature}`,
    `${own}.${claims}.${signature}`,
    `${own}.${payload}.${signature}`,
  ];
}

describe("the examples of the RFCs", () => {
  it.each(examples.map((example) => [example.name, example] as const))(
    "%s is good, and nobody's token here",
    async (_, { algorithm, key, jws }) => {
      expect(isSignedBy(key, algorithm, jws)).toBe(algorithm !== "none");
      const kid = "kid" in key && typeof key.kid === "string" ? key.kid : "1";
      for (const published of [{ ...key, kid }, ...partner.keys()] as Key[])
        for (const token of attempts(jws, published.kid ?? kid))
          expect(await issuerWith(published.kty ? [published] : []).answerToToken(token)).toEqual(REFUSED);
    },
  );
});

describe.skipIf(!hasWycheproof)("Wycheproof's signatures, of whose key the issuer is", () => {
  it.each(
    groupsIn("json_web_signature_test.json").map(
      (group, index) => [`${index}, ${group.comment}`, group] as const,
    ),
  )("are nobody's tokens: group %s", async (_, { tests, ...group }) => {
    const keys = keysOf(group.public ?? group.private);
    for (const { jws } of tests)
      for (const token of attempts(jws, keys[0]?.kid ?? "1"))
        expect(await issuerWith(keys).answerToToken(token)).toEqual(REFUSED);
  });

  it.each(
    groupsIn("json_web_signature_test.json").map(
      (group, index) => [`${index}, ${group.comment}`, group] as const,
    ),
  )(
    "have headers that are good with the key's own algorithm alone: group %s",
    async (_, { tests, ...group }) => {
      const [key] = keysOf(group.private);
      const published = keysOf(group.public ?? group.private);
      const headers = new Set(tests.map(({ jws }) => jws.split(".")[0] ?? ""));
      for (const header of headers) {
        const token = signedAnew(header, key ?? {});
        if (token === undefined) continue;
        const { alg, kid } = JSON.parse(Buffer.from(header, "base64url").toString());
        const isOwn = names.includes(alg) && alg === key?.alg && kid === key?.kid;
        const { reason } = await issuerWith(published).answerToToken(token);
        expect([header, reason]).toEqual([
          header,
          isOwn ? "Authorized" : expect.stringMatching(/^(Token|Keys)/),
        ]);
      }
    },
  );
});

describe.skipIf(!hasWycheproof)("Wycheproof's keys, of which the issuer signs with one", () => {
  /** Keys that are weak in a way that only factoring shows, or that are good. */
  const ACCEPTED = ["acceptsValid", "rejectsKeyWithRocaVulnerability"];
  const groups = groupsIn("json_web_key_test.json").filter((group) => group.public !== undefined);
  it.each(groups.map((group) => [group.tests.map(({ comment }) => comment).join(), group] as const))(
    "%s",
    async (comment, group) => {
      const published = keysOf(group.public ?? {});
      for (const key of keysOf(group.private)) {
        const token = signedAnew(encoded({ alg: key.kty === "RSA" ? "RS256" : "ES256", kid: key.kid }), key);
        const answer = await issuerWith(published).answerToToken(token ?? group.tests[0]?.jws ?? "");
        if (ACCEPTED.includes(comment)) expect(answer).toEqual({ reason: "Authorized", allowed: PETS });
        else
          expect(answer).toEqual({
            reason: expect.stringMatching(/^(TokenInvalid|KeysUnavailable)$/),
            allowed: NOTHING,
          });
      }
    },
  );

  it("are symmetric where nothing is public, and no issuer can publish those", async () => {
    const secret = groupsIn("json_web_key_test.json").filter((group) => group.public === undefined);
    expect(secret.length).toBeGreaterThan(5);
    for (const group of secret)
      for (const { jws } of group.tests)
        for (const token of attempts(jws, keysOf(group.private)[0]?.kid ?? "1"))
          expect((await issuerWith(keysOf(group.private)).answerToToken(token)).allowed).toEqual(NOTHING);
  });
});

/** Whether a published signature is what it is said to be, so that it is refused for another reason. */
function isSignedBy(key: object, algorithm: string, jws: string): boolean {
  const [header, payload, signature = ""] = jws.split(".");
  const input = Buffer.from(`${header}.${payload}`);
  if (algorithm === "none") return false;
  const bytes = Buffer.from(signature, "base64url");
  if ("k" in key)
    return createHmac("sha256", Buffer.from(String(key.k), "base64url"))
      .update(input)
      .digest()
      .equals(bytes);
  const publicKey = createPublicKey({ key: { ...key }, format: "jwk" });
  return verify(hashOf(algorithm), input, optionsOf(algorithm, publicKey), bytes);
}

/** Our claims under a published header, signed as it says with the published private key. */
function signedAnew(header: string, key: Key): string | undefined {
  try {
    const { alg } = JSON.parse(Buffer.from(header, "base64url").toString());
    const input = `${header}.${encoded(CLAIMS)}`;
    if (key.kty === "oct" || alg === "none" || typeof alg !== "string" || !/^[ERP]S\d+$/.test(alg))
      return `${input}.AAAA`;
    const privateKey = createPrivateKey({ key, format: "jwk" });
    return `${input}.${sign(hashOf(alg), Buffer.from(input), optionsOf(alg, privateKey)).toString("base64url")}`;
  } catch {
    // A key or a header that nothing can be signed with.
    return undefined;
  }
}

function hashOf(algorithm: string): string | null {
  return algorithm === "EdDSA" ? null : `sha${algorithm.slice(2)}`;
}

function optionsOf(algorithm: string, key: KeyObject) {
  const padding = algorithm.startsWith("PS")
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    : {};
  return { key, dsaEncoding: "ieee-p1363" as const, ...padding };
}
