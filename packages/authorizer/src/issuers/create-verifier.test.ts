import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type KeyAnswer, type KeyServer, startKeyServer } from "../../test/key-server.ts";
import { createIssuer, type TestIssuer } from "../../test/oidc-issuer.ts";
import { compact, createUserPool, epochSeconds } from "../../test/user-pool.ts";
import type { TokenVerifier } from "../caller.ts";
import { createTokenVerifier } from "./create-verifier.ts";
import {
  ALGORITHMS,
  type Algorithm,
  type Issuer,
  isAlgorithm,
  jwksUriOf,
  type OidcIssuer,
} from "./issuer.ts";
import { fetchKeySet } from "./key-set.ts";

const INVALID = { name: "TokenRefused", code: "TokenInvalid" };
const EXPIRED = { name: "TokenRefused", code: "TokenExpired" };
const KEYS_UNAVAILABLE = { name: "AuthorizerFault", code: "KeysUnavailable" };

const okta = createIssuer("https://clinic.okta.com/oauth2/default");
const auth0 = createIssuer("https://clinic.eu.auth0.com/", "ES256");
const pool = createUserPool();
const otherPool = createUserPool("us-east-1_Other");

const OKTA: OidcIssuer = {
  kind: "oidc",
  name: "okta",
  issuer: okta.issuer,
  audience: ["api://pets"],
  tokenType: null,
  algorithms: ["RS256"],
  groupClaim: "groups",
};
const AUTH0: OidcIssuer = { ...OKTA, name: "auth0", issuer: auth0.issuer, algorithms: ["ES256"] };
const POOL: Issuer = { kind: "cognito", userPoolId: pool.id, clientIds: [pool.clientId], tokenUse: "access" };
const OTHER_POOL: Issuer = { ...POOL, userPoolId: otherPool.id };

/** The servers of keys, by the address that their issuers are thought to have. */
let servers: Map<string, KeyServer>;
beforeEach(() => {
  servers = new Map();
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all([...servers.values()].map((server) => server.close()));
});

async function publish(issuer: Issuer, answer: () => KeyAnswer | undefined): Promise<KeyServer> {
  const server = await startKeyServer(answer);
  servers.set(jwksUriOf(issuer), server);
  return server;
}

const published =
  ({ keySet }: Pick<TestIssuer, "keySet">) =>
  () => ({ status: 200, body: keySet() });

function verifierOf(...issuers: Issuer[]): TokenVerifier {
  const limits = { bytes: 64 * 1024, milliseconds: 1_000 };
  const fetchJwks = async (uri: string) => fetchKeySet(servers.get(uri)?.uri ?? "", limits);
  return createTokenVerifier({ issuers, fetchJwks });
}

async function verifierOfOkta(more: Partial<OidcIssuer> = {}): Promise<TokenVerifier> {
  const issuer = { ...OKTA, ...more };
  await publish(issuer, published(okta));
  return verifierOf(issuer);
}

describe("several issuers", () => {
  it("are told apart by their claim `iss`, each with its own keys and names", async () => {
    const all = [POOL, OTHER_POOL, OKTA, AUTH0];
    const signers = [pool, otherPool, okta, auth0];
    for (const [index, issuer] of all.entries()) await publish(issuer, published(signers[index] ?? okta));
    const verify = verifierOf(...all);
    const callers = await Promise.all(signers.map((signer) => verify(signer.token({ sub: "1" }))));
    expect(callers.map(({ principalId, issuer }) => [principalId, issuer])).toEqual([
      ["1", pool.issuer],
      ["1", otherPool.issuer],
      ["okta|1", okta.issuer],
      ["auth0|1", auth0.issuer],
    ]);
    expect([...servers.values()].map((server) => server.requests())).toEqual([1, 1, 1, 1]);
  });

  it("cannot speak for each other", async () => {
    await publish(OKTA, published(okta));
    await publish(AUTH0, published(auth0));
    await publish(POOL, published(pool));
    const verify = verifierOf(OKTA, { ...AUTH0, algorithms: ["ES256", "RS256"] }, POOL);
    const claims = { client_id: pool.clientId, token_use: "access", username: "ana" };
    for (const token of [
      okta.token({ iss: auth0.issuer }),
      auth0.token({ iss: okta.issuer }),
      okta.token({ iss: pool.issuer, ...claims }),
      pool.token({ iss: okta.issuer, aud: "api://pets" }),
    ])
      await expect(verify(token)).rejects.toMatchObject(INVALID);
  });

  it("are asked for keys only when a token names them", async () => {
    const server = await publish(OKTA, published(okta));
    const verify = verifierOf(OKTA);
    for (const iss of [auth0.issuer, `${okta.issuer}/`, okta.issuer.toUpperCase(), undefined, "__proto__"])
      await expect(verify(okta.token({ iss }))).rejects.toMatchObject(INVALID);
    await expect(verify(okta.token({}, { alg: "RS512" }))).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(0);
  });

  it("name groups of their own where they have a prefix, and nobody else does", async () => {
    const prefixed = { ...OKTA, groupPrefix: "okta." };
    await publish(prefixed, published(okta));
    await publish(AUTH0, published(auth0));
    const verify = verifierOf(prefixed, AUTH0);
    const groups = ["admins", "okta.admins"];
    expect((await verify(okta.token({ groups }))).groups).toEqual(["okta.admins", "okta.okta.admins"]);
    expect((await verify(auth0.token({ groups }))).groups).toEqual(["admins"]);
  });

  it("whose keys cannot be had do not keep the others from theirs", async () => {
    await publish(OKTA, () => ({ status: 500, body: "" }));
    await publish(AUTH0, published(auth0));
    const verify = verifierOf(OKTA, AUTH0);
    await expect(verify(okta.token())).rejects.toMatchObject(KEYS_UNAVAILABLE);
    await expect(verify(auth0.token())).resolves.toMatchObject({ principalId: "auth0|00u1" });
  });
});

describe("several entries of one issuer", () => {
  const admin: OidcIssuer = { ...OKTA, audience: ["api://admin"], groupClaim: ["roles", "admin"] };
  let verify: TokenVerifier;
  let server: KeyServer;
  beforeEach(async () => {
    server = await publish(OKTA, published(okta));
    verify = verifierOf(OKTA, { ...admin, requiredScopes: ["admin"] });
  });

  it.each<[string, object, object]>([
    ["the first", { aud: "api://pets" }, { groups: ["pet-owner"] }],
    ["the second", { aud: "api://admin", scope: "admin", roles: { admin: ["a"] } }, { groups: ["a"] }],
    ["the first, where both could", { aud: ["api://admin", "api://pets"] }, { groups: ["pet-owner"] }],
  ])("each have their audience and claims: %s", async (_, claims, expected) => {
    await expect(verify(okta.token({ ...claims }))).resolves.toMatchObject(expected);
    expect(server.requests()).toBe(1);
  });

  it.each<[string, object, object]>([
    ["another audience", { aud: "api://other" }, INVALID],
    ["a scope that the one of the audience asks for", { aud: "api://admin" }, { code: "ScopeMissing" }],
    ["an expired token", { exp: epochSeconds() - 1 }, EXPIRED],
    ["an expired token of another audience", { exp: epochSeconds() - 1, aud: "x" }, EXPIRED],
  ])("refuse together: %s", async (_, claims, error) => {
    await expect(verify(okta.token({ ...claims }))).rejects.toMatchObject(error);
  });

  it("refuse a key that is not there together, at the cost of one look", async () => {
    await expect(verify(okta.token({}, { kid: "another" }))).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(1);
  });

  it("say that a token has expired to the one that it was for, whatever the others say", async () => {
    const both = verifierOf(OKTA, { ...admin, clockToleranceSeconds: 60 });
    await expect(both(okta.token({ exp: epochSeconds() - 30 }))).rejects.toMatchObject(EXPIRED);
  });

  it("may differ in the use of a user pool's tokens", async () => {
    await publish(POOL, published(pool));
    const both = verifierOf(POOL, { ...POOL, tokenUse: "id", clientIds: ["web"] });
    const id = { token_use: "id", aud: "web", client_id: undefined, "cognito:username": "ana-id" };
    await expect(both(pool.token())).resolves.toMatchObject({ username: "ana", clientId: pool.clientId });
    await expect(both(pool.token(id))).resolves.toMatchObject({ username: "ana-id", clientId: "web" });
    await expect(both(pool.token({ client_id: "web" }))).rejects.toMatchObject(INVALID);
    await expect(both(pool.token({ ...id, aud: pool.clientId }))).rejects.toMatchObject(INVALID);
  });
});

describe("what is left open on purpose", () => {
  it.each<[string, Partial<OidcIssuer>, object, object, boolean]>([
    ["an audience", {}, { aud: "other" }, {}, false],
    ["no audience", {}, { aud: undefined }, {}, false],
    ["any audience", { audience: null }, { aud: "other" }, {}, true],
    ["no audience, where any is good", { audience: null }, { aud: undefined }, {}, true],
    ["a type", { tokenType: "at+jwt" }, {}, { typ: "JWT" }, false],
    ["no type", { tokenType: "at+jwt" }, {}, { typ: undefined }, false],
    ["a type that is a list", { tokenType: "at+jwt" }, {}, { typ: ["at+jwt"] }, false],
    ["the type", { tokenType: "at+jwt" }, {}, { typ: "at+jwt" }, true],
    ["the type in full", { tokenType: "at+jwt" }, {}, { typ: "application/AT+JWT" }, true],
    ["any type", {}, {}, { typ: "other" }, true],
    ["a client", { clientIds: ["mobile"] }, {}, {}, false],
    ["no client", { clientIds: ["web"] }, { azp: undefined }, {}, false],
    ["a list of clients", { clientIds: ["web"] }, { azp: ["web"] }, {}, false],
    ["the client", { clientIds: ["mobile", "web"] }, {}, {}, true],
    ["a tolerance", {}, { nbf: epochSeconds() + 30 }, {}, false],
    ["the tolerance", { clockToleranceSeconds: 60 }, { nbf: epochSeconds() + 30 }, {}, true],
    ["more than the tolerance", { clockToleranceSeconds: 60 }, { nbf: epochSeconds() + 600 }, {}, false],
    ["a text for groups", {}, { groups: "a" }, {}, false],
    ["a text for groups, where it may be", { groupFormat: "listOrName" }, { groups: "a" }, {}, true],
  ])("%s", async (_, more, claims, header, isAccepted) => {
    const outcome = (await verifierOfOkta(more))(okta.token({ ...claims }, { ...header }));
    if (isAccepted) await expect(outcome).resolves.toMatchObject({ principalId: "okta|00u1" });
    else await expect(outcome).rejects.toMatchObject(INVALID);
  });

  it("a token that is accepted by tolerance is good until then, and no longer", async () => {
    const exp = epochSeconds() - 30;
    const verify = await verifierOfOkta({ clockToleranceSeconds: 60 });
    await expect(verify(okta.token({ exp }))).resolves.toMatchObject({ expires: exp + 60 });
    await expect(verify(okta.token({ exp: exp - 60 }))).rejects.toMatchObject(EXPIRED);
  });
});

describe("the algorithm", () => {
  const names = Object.keys(ALGORITHMS).filter(isAlgorithm);
  const signers = new Map(
    names.map((name) => [name, createIssuer(okta.issuer, name, { alg: undefined })] as const),
  );
  const signer = (name: Algorithm) => signers.get(name) ?? okta;

  it.each(names)("%s is accepted where it is allowed, whether or not the key names it", async (name) => {
    const named = createIssuer(okta.issuer, name);
    for (const each of [named, signer(name)]) {
      await publish(OKTA, published(each));
      const verify = verifierOf({ ...OKTA, algorithms: [name] });
      await expect(verify(each.token())).resolves.toMatchObject({ username: "00u1" });
      await servers.get(jwksUriOf(OKTA))?.close();
      servers.clear();
    }
  });

  it.each(names)("%s is refused where others are allowed, without a look for keys", async (name) => {
    const server = await publish(OKTA, published(signer(name)));
    const others = names.filter((other) => other !== name);
    const [first = "RS256", ...rest] = others;
    const verify = verifierOf({ ...OKTA, algorithms: [first, ...rest] });
    await expect(verify(signer(name).token())).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(0);
  });

  const pairs = names.flatMap((key) => names.filter((alg) => alg !== key).map((alg) => ({ key, alg })));
  it.each(pairs)("$alg is refused of a key for $key", async ({ key, alg }) => {
    await publish(OKTA, published(signer(key)));
    const verify = verifierOf({ ...OKTA, algorithms: ["RS256", ...names] });
    await expect(verify(signer(key).token({}, { alg }))).rejects.toMatchObject(INVALID);
  });

  it.each([
    "none",
    "None",
    "NONE",
    "",
    "HS256",
    "HS384",
    "HS512",
    "PS256",
    "ES256K",
    "toString",
    undefined,
    null,
    1,
  ])("cannot be %j", async (alg) => {
    const server = await publish(OKTA, published(okta));
    const verify = verifierOf({ ...OKTA, algorithms: ["RS256", ...names] });
    await expect(verify(okta.token({}, { alg }))).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(0);
  });

  it("cannot make a secret of a public key", async () => {
    await publish(OKTA, published(okta));
    const [key] = okta.keys();
    const secrets = [JSON.stringify(key), String(key?.n)];
    const verify = verifierOf(OKTA);
    for (const secret of secrets) {
      const hmac = (input: Buffer) => createHmac("sha256", secret).update(input).digest();
      for (const alg of ["HS256", "RS256"]) {
        const claims = { iss: okta.issuer, aud: "api://pets", sub: "1", exp: epochSeconds() + 60 };
        const token = compact({ alg, kid: key?.kid }, claims, hmac);
        await expect(verify(token)).rejects.toMatchObject(INVALID);
      }
    }
  });

  it("cannot be that of a key in the token's own header", async () => {
    await publish(OKTA, published(okta));
    const forger = createIssuer(okta.issuer);
    const [own] = forger.keys();
    const header = {
      kid: okta.keys()[0]?.kid,
      jwk: own,
      jku: "https://forger.example.com/jwks.json",
      x5c: ["AA"],
    };
    await expect(verifierOf(OKTA)(forger.token({}, header))).rejects.toMatchObject(INVALID);
  });
});

describe("a token that says something twice", () => {
  const claims = (iss: string) =>
    `"sub":"1","aud":"api://pets","exp":${epochSeconds() + 60},"groups":["a"],"groups":["b"],"iss":"${iss}"`;

  it("says the last of it, to all who read it", async () => {
    const verify = await verifierOfOkta();
    const token = okta.tokenOfText(`{"iss":"https://forger.example.com",${claims(okta.issuer)}}`);
    await expect(verify(token)).resolves.toMatchObject({ issuer: okta.issuer, groups: ["b"] });
    const other = okta.tokenOfText(`{"iss":"${okta.issuer}",${claims("https://forger.example.com")}}`);
    await expect(verify(other)).rejects.toMatchObject(INVALID);
  });

  it("is verified by the issuer that it says last, whoever it names first", async () => {
    await publish(OKTA, published(okta));
    await publish(AUTH0, published(auth0));
    const verify = verifierOf(OKTA, { ...AUTH0, algorithms: ["RS256"] });
    const token = okta.tokenOfText(`{"iss":"${okta.issuer}",${claims(auth0.issuer)}}`);
    await expect(verify(token)).rejects.toMatchObject(INVALID);
  });

  it("names the last algorithm and key", async () => {
    const verify = await verifierOfOkta();
    const kid = okta.keys()[0]?.kid;
    const text = `{"iss":"${okta.issuer}","sub":"1","aud":"api://pets","exp":${epochSeconds() + 60}}`;
    const good = `{"alg":"none","alg":"RS256","kid":"other","kid":"${kid}"}`;
    await expect(verify(okta.tokenOfText(text, good))).resolves.toMatchObject({ sub: "1" });
    const bad = `{"alg":"RS256","alg":"none","kid":"${kid}"}`;
    await expect(verify(okta.tokenOfText(text, bad))).rejects.toMatchObject(INVALID);
  });
});

describe("a token that is refused", () => {
  const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  it.each<[string, () => string]>([
    ["insists on an extension", () => okta.token({}, { crit: ["exp"], exp: 1 })],
    ["insists on nothing, which it must not say", () => okta.token({}, { crit: [] })],
    ["is not encoded", () => okta.token({}, { crit: ["b64"], b64: false })],
    ["is longer than all headers", () => okta.token({ pad: "x".repeat(10_240) })],
    ["is for two audiences, one of which is no text", () => okta.token({ aud: ["api://pets", 1] })],
    ["has a list of issuers", () => okta.token({ iss: [okta.issuer] })],
    ["never expires", () => okta.token({ exp: undefined })],
    ["has no sub", () => okta.token({ sub: undefined })],
    ["is encrypted", () => `${okta.token()}.AAAA.AAAA`],
  ])("%s", async (_, tokenOf) => {
    await expect((await verifierOfOkta())(tokenOf())).rejects.toMatchObject(INVALID);
  });

  it("is not one that is deep, as far as its length admits, where nobody looks", async () => {
    const verify = await verifierOfOkta();
    const more = `"sub":"1","aud":"api://pets","exp":${epochSeconds() + 60},"iss":"${okta.issuer}"`;
    await expect(verify(okta.tokenOfText(`{${more},"deep":${deep(2_000)}}`))).resolves.toMatchObject({
      sub: "1",
    });
    await expect(verify(okta.tokenOfText(`{${more},"groups":${deep(2_000)}}`))).rejects.toMatchObject(
      INVALID,
    );
  });

  it("may have names that objects have", async () => {
    const verify = await verifierOfOkta({ groupClaim: ["constructor", "name"] });
    const more = `"sub":"1","aud":"api://pets","exp":${epochSeconds() + 60},"iss":"${okta.issuer}"`;
    const caller = await verify(okta.tokenOfText(`{${more},"__proto__":{"groups":["admins"]}}`));
    expect(caller.groups).toEqual([]);
  });
});

describe("whatever comes", () => {
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value) ?? "").toString("base64url");
  const part = fc.oneof(fc.jsonValue().map(encoded), fc.base64String(), fc.string());
  const claims = fc.record(
    {
      iss: fc.constantFrom(okta.issuer, auth0.issuer),
      aud: fc.jsonValue(),
      exp: fc.jsonValue(),
      sub: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const header = fc.record({
    alg: fc.constantFrom("RS256", "none", "ES256"),
    kid: fc.jsonValue(),
    crit: fc.jsonValue(),
  });
  const token = fc
    .tuple(fc.oneof(part, header.map(encoded)), fc.oneof(part, claims.map(encoded)), part)
    .map((parts) => parts.join("."));

  it("is refused, unless it is signed", async () => {
    const fetchJwks = async () => new TextEncoder().encode(okta.keySet()).buffer;
    await fc.assert(
      fc.asyncProperty(fc.oneof(token, fc.string()), async (text) => {
        // A verifier of its own, for a key that was not there is not looked for again at once.
        const verify = createTokenVerifier({ issuers: [OKTA, AUTH0, POOL], fetchJwks });
        await expect(verify(text)).rejects.toMatchObject(INVALID);
      }),
    );
  });
});

describe("keys", () => {
  it("that are being looked for are looked for once, however many tokens come", async () => {
    const server = await publish(OKTA, published(okta));
    const verify = verifierOf(OKTA, { ...OKTA, audience: ["api://other"] });
    await Promise.all(Array.from({ length: 10 }, (_, index) => verify(okta.token({ sub: `${index}` }))));
    expect(server.requests()).toBe(1);
  });

  it("that have changed are looked for once; an unknown key not again for ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const signer = createIssuer(okta.issuer);
    const server = await publish(OKTA, published(signer));
    const verify = verifierOf(OKTA);
    const old = signer.token();
    await verify(old);
    signer.rotate();
    await verify(signer.token());
    expect(server.requests()).toBe(2);
    await expect(verify(old)).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(3);
    await expect(verify(signer.token({}, { kid: "another" }))).rejects.toMatchObject(KEYS_UNAVAILABLE);
    expect(server.requests()).toBe(3);
    await expect(verify(signer.token())).resolves.toMatchObject({ sub: "00u1" });
    vi.advanceTimersByTime(10_000);
    await expect(verify(signer.token({}, { kid: "another" }))).rejects.toMatchObject(INVALID);
    expect(server.requests()).toBe(4);
  });

  it.each<[string, () => KeyAnswer | undefined]>([
    ["the address answers 500", () => ({ status: 500, body: okta.keySet() })],
    ["the address hangs", () => undefined],
    ["the keys are too many", () => ({ status: 200, body: okta.keySet().padEnd(64 * 1024 + 1) })],
    ["the answer is too deep", () => ({ status: 200, body: "[".repeat(30_000) + "]".repeat(30_000) })],
    ["the answer has no keys", () => ({ status: 200, body: "{}" })],
  ])("that cannot be had are a fault: %s", async (_, answer) => {
    await publish(OKTA, answer);
    await expect(verifierOf(OKTA)(okta.token())).rejects.toMatchObject(KEYS_UNAVAILABLE);
  });

  it("that are said to be elsewhere are not looked for there", async () => {
    const elsewhere = await startKeyServer(published(okta));
    await publish(OKTA, () => ({ status: 302, body: "", location: elsewhere.uri }));
    await expect(verifierOf(OKTA)(okta.token())).rejects.toMatchObject(KEYS_UNAVAILABLE);
    expect(elsewhere.requests()).toBe(0);
    await elsewhere.close();
  });
});
