import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type KeyAnswer, type KeyServer, startKeyServer } from "../../test/key-server.ts";
import { compact, createUserPool, epochSeconds, hmacOf, type UserPool } from "../../test/user-pool.ts";
import type { TokenVerifier } from "../caller.ts";
import { createTokenVerifier } from "./create-verifier.ts";

let pool: UserPool;
let server: KeyServer;
let verify: TokenVerifier;
let answer: () => KeyAnswer | undefined;
const published = () => ({ status: 200, body: pool.keySet() });

beforeAll(() => {
  pool = createUserPool();
});
beforeEach(async () => {
  answer = published;
  server = await startKeyServer(() => answer());
  verify = verifierOf(server);
});
afterEach(() => server.close());

function verifierOf({ fetchJwks }: Pick<KeyServer, "fetchJwks">, clientIds = ["another", pool.clientId]) {
  const issuer = { kind: "cognito", userPoolId: pool.id, clientIds, tokenUse: "access" } as const;
  return createTokenVerifier({ issuers: [issuer], fetchJwks });
}

const INVALID = { name: "TokenRefused", code: "TokenInvalid" };
const KEYS_UNAVAILABLE = { name: "AuthorizerFault", code: "KeysUnavailable" };

describe("an access token of the user pool", () => {
  it("says who calls", async () => {
    const exp = epochSeconds() + 600;
    const groups = ["pet-owner", `${pool.id}_Google`, "admins"];
    expect(await verify(pool.token({ exp, "cognito:groups": groups }))).toMatchObject({
      principalId: "5c0a4c0e-0000-4000-8000-000000000001",
      sub: "5c0a4c0e-0000-4000-8000-000000000001",
      username: "ana",
      groups: ["admins", "pet-owner"],
      expires: exp,
      issuer: pool.issuer,
      clientId: pool.clientId,
    });
  });

  it("costs one look for the keys, however many come", async () => {
    await Promise.all(Array.from({ length: 5 }, () => verify(pool.token())));
    await verify(pool.token());
    expect(server.requests()).toBe(1);
  });

  it("is refused when the user pool has no such client", async () => {
    await expect(verifierOf(server, ["another"])(pool.token())).rejects.toMatchObject(INVALID);
  });
});

describe("a token that is refused", () => {
  const impostor = createUserPool();
  const claims = () => ({ iss: pool.issuer, client_id: pool.clientId, token_use: "access", sub: "s" });

  it.each<[string, () => string]>([
    ["is signed by another key", () => impostor.token({}, { kid: kidOf(pool.token()) })],
    ["was changed after it was signed", () => withClaims(pool.token(), { "cognito:groups": ["admins"] })],
    ["has the signature of another token", () => withSignature(pool.token(), pool.token({ sub: "other" }))],
    ["has no signature, and the algorithm none", () => `${compactUnsigned()}.`],
    ["has some signature, and the algorithm none", () => `${compactUnsigned()}.AAAA`],
    [
      "is signed with the public key as a secret",
      () => compact(headerOf("HS256"), claims(), hmacOf(pool.publicKey())),
    ],
    ["claims another algorithm of the key", () => pool.token({}, { alg: "RS512" })],
    ["has an unknown key", () => impostor.token()],
    ["has no key", () => pool.token({}, { kid: undefined })],
    ["has a key that is no text", () => pool.token({}, { kid: 1 })],
    ["is of another pool", () => pool.token({ iss: `${pool.issuer}2` })],
    ["has no issuer", () => pool.token({ iss: undefined })],
    ["has a list of issuers", () => pool.token({ iss: [pool.issuer] })],
    ["is for another client", () => pool.token({ client_id: "someone-elses" })],
    ["is for no client", () => pool.token({ client_id: undefined })],
    ["is an id token", () => pool.token({ token_use: "id", aud: pool.clientId, client_id: undefined })],
    ["has no use", () => pool.token({ token_use: undefined })],
    ["never expires", () => pool.token({ exp: undefined })],
    ["expires at a text", () => pool.token({ exp: "2100-01-01" })],
    ["expires later than dates go", () => pool.token({ exp: Number.MAX_SAFE_INTEGER })],
    ["is good from tomorrow on", () => pool.token({ nbf: epochSeconds() + 86_400 })],
    ["has groups that are text", () => pool.token({ "cognito:groups": "admins" })],
    ["is empty", () => ""],
    ["is not a JSON Web Token", () => "not-a-token"],
    ["has two parts", () => pool.token().split(".").slice(0, 2).join(".")],
    ["has four parts", () => `${pool.token()}.AAAA`],
    ["has parts that are not JSON", () => "AAAA.AAAA.AAAA"],
    ["has a payload that is a list", () => nested(1)],
    ["is huge", () => "a".repeat(1_000_000)],
    ["has a huge payload", () => pool.token({ iss: "x".repeat(1_000_000) })],
    ["is deeply nested", () => nested(100_000)],
  ])("%s", async (_, tokenOf) => {
    await expect(verify(tokenOf())).rejects.toMatchObject(INVALID);
  });

  it.each([
    ["another issuer", () => pool.token({ iss: "https://accounts.example.com" })],
    ["another pool of the region", () => createUserPool("eu-west-1_Other").token()],
    ["the pool's other address", () => pool.token({ iss: pool.issuer.replace("//", "//issuer-") })],
    ["nowhere", () => "not-a-token"],
  ])("because it is from %s causes no look for keys", async (_, tokenOf) => {
    await expect(verify(tokenOf())).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(0);
  });

  function headerOf(alg: string) {
    return { alg, kid: kidOf(pool.token()) };
  }

  function compactUnsigned(): string {
    return compact(headerOf("none"), claims(), () => Buffer.alloc(0)).slice(0, -1);
  }
});

describe("a token that was good once", () => {
  it("has expired", async () => {
    const token = pool.token({ exp: epochSeconds() - 60 });
    await expect(verify(token)).rejects.toMatchObject({ name: "TokenRefused", code: "TokenExpired" });
  });

  it("is not what a forged token that names a past date is", async () => {
    const token = createUserPool().token({ exp: epochSeconds() - 60 }, { kid: kidOf(pool.token()) });
    await expect(verify(token)).rejects.toMatchObject(INVALID);
  });
});

describe("keys that cannot be had", () => {
  const jwk = () => JSON.parse(pool.keySet()).keys[0];
  it.each<[string, () => KeyAnswer | undefined]>([
    ["the endpoint answers 500", () => ({ status: 500, body: pool.keySet() })],
    ["the endpoint answers 404", () => ({ status: 404, body: "" })],
    ["the endpoint hangs", () => undefined],
    ["the answer is not JSON", () => ({ status: 200, body: "<html>" })],
    ["the answer is empty", () => ({ status: 200, body: "" })],
    ["the answer has no keys", () => ({ status: 200, body: "{}" })],
    ["the keys are no list", () => ({ status: 200, body: '{ "keys": {} }' })],
    ["a key is no key", () => ({ status: 200, body: '{ "keys": [null] }' })],
    ["the key lacks its modulus", () => keys({ ...jwk(), n: undefined })],
    [
      "the key is on no known curve",
      () => keys({ ...jwk(), kty: "EC", crv: "P-0", x: "AA", y: "AA", alg: undefined }),
    ],
  ])("are a fault, not a bad token: %s", async (_, said) => {
    answer = said;
    const error: unknown = await verify(pool.token()).catch((caught: unknown) => caught);
    expect(error).toMatchObject(KEYS_UNAVAILABLE);
    expect(error).toHaveProperty("message", "the issuer's keys could not be read");
  });

  it.each([{ kty: "oct" }, { use: "enc" }, { key_ops: ["encrypt"] }, { n: "AQAB" }])(
    "are none of those that a token may name and that are not to verify with: %j",
    async (changed) => {
      answer = () => keys({ ...jwk(), ...changed });
      await expect(verify(pool.token())).rejects.toMatchObject(INVALID);
      await expect(verify(pool.token())).rejects.toMatchObject(INVALID);
    },
  );

  it("are a fault when nothing listens there", async () => {
    const closed = await startKeyServer(published);
    await closed.close();
    await expect(verifierOf(closed)(pool.token())).rejects.toMatchObject(KEYS_UNAVAILABLE);
  });

  it("are looked for again with the next token", async () => {
    answer = () => undefined;
    await expect(verify(pool.token())).rejects.toMatchObject(KEYS_UNAVAILABLE);
    answer = published;
    await expect(verify(pool.token())).resolves.toMatchObject({ username: "ana" });
  });

  function keys(...list: unknown[]): KeyAnswer {
    return { status: 200, body: JSON.stringify({ keys: list }) };
  }
});

describe("when the pool's key has changed", () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  it("a token of the new key is accepted, at the cost of one look, and the old key is gone", async () => {
    const old = pool.token();
    await verify(old);
    pool.rotate();
    await expect(verify(pool.token())).resolves.toMatchObject({ username: "ana" });
    await verify(pool.token());
    expect(server.requests()).toBe(2);
    await expect(verify(old)).rejects.toMatchObject(INVALID);
  });

  it("unknown keys cannot cause more than one look in ten seconds; the known key is good meanwhile", async () => {
    await verify(pool.token());
    await expect(verify(pool.token({}, { kid: "unknown" }))).rejects.toMatchObject(INVALID);
    const known = pool.token();
    pool.rotate();
    for (const kid of ["unknown", "other", undefined]) {
      const token = kid === undefined ? pool.token() : pool.token({}, { kid });
      await expect(verify(token)).rejects.toMatchObject(KEYS_UNAVAILABLE);
    }
    await verify(known);
    expect(server.requests()).toBe(2);

    vi.advanceTimersByTime(10_000);
    await expect(verify(pool.token())).resolves.toMatchObject({ username: "ana" });
    expect(server.requests()).toBe(3);
  });
});

describe("the id of a user pool", () => {
  it.each(["", "eu-west-1", "pool", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Lychgate"])(
    "cannot be `%s`",
    (userPoolId) => {
      const issuer = { kind: "cognito", userPoolId, clientIds: ["a"], tokenUse: "access" } as const;
      expect(() => createTokenVerifier({ issuers: [issuer] })).toThrow("the id of a user pool");
    },
  );
});

function kidOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
}

function withClaims(token: string, claims: object): string {
  const [header, payload = "", signature] = token.split(".");
  const changed = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), ...claims };
  return [header, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
}

function withSignature(token: string, other: string): string {
  return [...token.split(".").slice(0, 2), other.split(".")[2]].join(".");
}

function nested(depth: number): string {
  const payload = Buffer.from("[".repeat(depth) + "]".repeat(depth)).toString("base64url");
  return `${Buffer.from("{}").toString("base64url")}.${payload}.AAAA`;
}
