import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createSigningPool, type SigningPool } from "../../../test/user-pool.ts";
import { createJwtIssuer, type JwtIssuer } from "./jwt-issuer.ts";

/** 2030-01-01, far from the machine's clock. */
const NOW = 1_893_456_000;

let verify: JwtIssuer;
const pool = createSigningPool("eu-west-1_Lychgate", NOW);
const published = pool.answer;

beforeEach(() => {
  pool.reads = 0;
  pool.answer = published;
  verify = issuerOf(pool);
});

function issuerOf({ issuer, fetchJwks }: Pick<SigningPool, "issuer" | "fetchJwks">): JwtIssuer {
  return createJwtIssuer({ issuer, fetchJwks });
}

function partOf(token: string, index: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
}

function compact(header: object, payload: object, signer: (input: string) => Buffer): string {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return [...input, signer(input.join(".")).toString("base64url")].join(".");
}

describe("a token of the issuer", () => {
  it.each([
    ["in time", {}],
    ["expired: the stage looks at times", { exp: 1 }],
    ["of another time", { nbf: NOW + 60, iat: NOW + 60 }],
    ["for whatever audience", { aud: ["a", "b"] }],
  ])("is signed: %s", async (_, claims) => {
    expect(await verify(pool.token(claims))).toMatchObject({ type: "signed", claims: { sub: "ann" } });
  });

  it("costs one look for the keys, however many come", async () => {
    await Promise.all(Array.from({ length: 5 }, () => verify(pool.token())));
    expect(pool.reads).toBe(1);
  });
});

describe("any other token is refused", () => {
  const impostor = createSigningPool("eu-west-1_Lychgate", NOW);
  const { kid } = partOf(pool.token(), 0);
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const claims = partOf(pool.token(), 1);

  it.each<[string, () => string]>([
    ["another key's", () => impostor.token({}, { kid })],
    ["one whose claims were changed", () => spoilt(pool.token(), { sub: "eve" })],
    ["one without a signature", () => compact({ alg: "none", kid }, claims, () => Buffer.from(""))],
    ["one that says `none` and has a signature", () => pool.token({}, { alg: "none" })],
    [
      "one signed with the public key as a secret",
      () =>
        compact({ alg: "HS256", kid }, claims, (input) => createHmac("sha256", "key").update(input).digest()),
    ],
    ["one without a key id", () => pool.token({}, { kid: undefined })],
    ["no token", () => "sesame"],
    ["two parts", () => pool.token().split(".").slice(0, 2).join(".")],
    ["an empty one", () => ""],
  ])("%s", async (_, token) => {
    expect(await verify(token())).toEqual({ type: "invalid" });
  });

  it("one of a key of the issuer's that is not of RSA", async () => {
    const key = { ...ec.publicKey.export({ format: "jwk" }), kid: "ec", alg: "ES256", use: "sig" };
    pool.answer = () => ({ keys: [key] });
    const token = compact({ alg: "ES256", kid: "ec" }, claims, (input) =>
      sign("sha256", Buffer.from(input), { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
    );
    expect(await verify(token)).toEqual({ type: "invalid" });
  });

  it.each([{ iss: "https://elsewhere.example.com" }, { iss: undefined }, { iss: `${pool.issuer}/` }])(
    "one of another issuer, without a look for keys: %j",
    async (more) => {
      expect(await verify(pool.token(more))).toEqual({ type: "otherIssuer" });
      expect(pool.reads).toBe(0);
    },
  );

  function spoilt(token: string, more: object): string {
    const [head, payload = "", signature] = token.split(".");
    const changed = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), ...more };
    return [head, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
  }
});

describe("keys", () => {
  it.each<[string, () => unknown]>([
    [
      "that cannot be read",
      () => {
        throw new Error("connect ECONNREFUSED");
      },
    ],
    ["that are none", () => ({ keys: "none" })],
  ])("%s are a fault", async (_, answer) => {
    pool.answer = answer;
    await expect(verify(pool.token())).rejects.toThrow();
  });

  it("are at a well-known place unless another is given", async () => {
    const fetchJwks = vi.fn(pool.fetchJwks);
    await createJwtIssuer({ issuer: pool.issuer, fetchJwks })(pool.token());
    const jwksUri = "http://127.0.0.1:1/keys";
    await createJwtIssuer({ issuer: pool.issuer, jwksUri, fetchJwks })(pool.token());
    expect(fetchJwks.mock.calls).toEqual([[`${pool.issuer}/.well-known/jwks.json`], [jwksUri]]);
  });

  it("belong to an issuer that is a URL", () => {
    expect(() => createJwtIssuer({ issuer: "clinic" })).toThrow(
      expect.objectContaining({ code: "InvalidSetting" }),
    );
  });
});
