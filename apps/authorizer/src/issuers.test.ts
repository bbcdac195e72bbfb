import { startKeyServer } from "@lychgate/authorizer/test/key-server";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "./environment.ts";
import { keysFrom } from "./issuers.ts";

const POOL = { USER_POOL_ID: "eu-west-1_Lychgate", USER_POOL_CLIENT_IDS: "1example23456789" };
const POOL_KEYS = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Lychgate/.well-known/jwks.json";
const OKTA = {
  kind: "oidc",
  name: "okta",
  issuer: "https://clinic.okta.com/oauth2/default",
  audience: ["api://pets"],
  tokenType: null,
  algorithms: ["RS256"],
  jwksUri: "https://clinic.okta.com/oauth2/default/v1/keys",
  groupClaim: "groups",
};
const LOOPBACK = "http://127.0.0.1:9229/jwks.json";

const read = (variables: Record<string, string>) =>
  readEnvironment({ POLICY_TABLE_NAME: "auth-policy-store", ...variables });
const readList = (list: unknown, more: Record<string, string> = {}) =>
  read({ ISSUERS: JSON.stringify(list), ...more });

describe("the issuers", () => {
  it("are the user pool and those of the list, the pool first", () => {
    const { issuers } = readList([OKTA], POOL);
    expect(issuers).toEqual([
      expect.objectContaining({ userPoolId: POOL.USER_POOL_ID, tokenUse: "access" }),
      OKTA,
    ]);
  });

  it("are those of the list alone where there is no user pool", () => {
    expect(readList([OKTA]).issuers).toEqual([OKTA]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["none", {}, "expected the variables USER_POOL_ID and USER_POOL_CLIENT_IDS, or ISSUERS"],
    [
      "a pool without clients",
      { USER_POOL_ID: POOL.USER_POOL_ID },
      "expected the variable USER_POOL_CLIENT_IDS too",
    ],
    ["clients without a pool", { USER_POOL_CLIENT_IDS: "a" }, "expected the variable USER_POOL_ID too"],
    ["no JSON", { ISSUERS: "okta" }, "expected ISSUERS to be a list in JSON"],
    ["no list", { ISSUERS: '{"kind":"oidc"}' }, "expected `ISSUERS` to be a list of issuers"],
    ["an empty list", { ISSUERS: "[]" }, "expected `ISSUERS` to be a list of issuers"],
    ["a list of texts", { ISSUERS: '["okta"]' }, "expected `ISSUERS[0]` to be an issuer"],
    [
      "one that leaves an option out",
      { ISSUERS: JSON.stringify([OKTA, { ...OKTA, audience: undefined }]) },
      "expected `ISSUERS[1].audience` to be a list of audiences, or null on purpose, got nothing",
    ],
    [
      "a pool that comes with an address of this machine, and no pool",
      { ISSUERS: JSON.stringify([OKTA]), LOOPBACK_JWKS_URI: LOOPBACK },
      "expected LOOPBACK_JWKS_URI with USER_POOL_ID alone",
    ],
  ])("cannot be %s", (_, variables, message) => {
    expect(() => read(variables)).toThrow(message);
  });
});

describe("keys on this machine", () => {
  it("are asked for in the place of the issuer's own, and nobody else's", async () => {
    const server = await startKeyServer(() => ({ status: 200, body: '{"keys":[]}' }));
    const environment = readList([{ ...OKTA, loopbackJwksUri: server.uri }], POOL);
    const body = await keysFrom(environment)(OKTA.jwksUri);
    expect(new TextDecoder().decode(body)).toBe('{"keys":[]}');
    expect([...environment.loopbackKeys.keys()]).toEqual([OKTA.jwksUri]);
    await server.close();
  });

  it("may be those of the user pool", () => {
    const { loopbackKeys } = read({ ...POOL, LOOPBACK_JWKS_URI: LOOPBACK });
    expect([...loopbackKeys]).toEqual([[POOL_KEYS, LOOPBACK]]);
  });

  it("cannot be an issuer's `jwksUri`, which is read over HTTPS alone", () => {
    expect(() => readList([{ ...OKTA, jwksUri: LOOPBACK }])).toThrow("`ISSUERS[0].jwksUri`");
  });

  const elsewhere = [
    "https://127.0.0.1/jwks.json",
    "http://127.0.0.1.example.com/jwks.json",
    "http://127.0.0.1@example.com/jwks.json",
    "http://127.0.0.1:80@example.com/jwks.json",
    "http://example.com/127.0.0.1",
    "http://example.com#127.0.0.1",
    "http://example.com\\@127.0.0.1",
    "http://localhost/jwks.json",
    "http://127.0.0.2/jwks.json",
    "http://0.0.0.0/jwks.json",
    "http://[::1]/jwks.json",
    "http://169.254.169.254/jwks.json",
    "http://cognito-idp.eu-west-1.amazonaws.com/jwks.json",
    "file:///127.0.0.1/jwks.json",
    "data:application/json,{}",
    "127.0.0.1/jwks.json",
    "//127.0.0.1/jwks.json",
    "127.0.0.1",
    "http://",
    " ",
  ];
  it.each(elsewhere)("cannot be at `%s`", (uri) => {
    const begin = "to begin with http://127.0.0.1";
    expect(() => read({ ...POOL, LOOPBACK_JWKS_URI: uri })).toThrow(`expected LOOPBACK_JWKS_URI ${begin}`);
    expect(() => readList([{ ...OKTA, loopbackJwksUri: uri }])).toThrow(
      `expected ISSUERS[0].loopbackJwksUri ${begin}`,
    );
  });

  it.each([1, null, "", ["http://127.0.0.1"], {}])("cannot be at %j", (uri) => {
    expect(() => readList([{ ...OKTA, loopbackJwksUri: uri }])).toThrow("ISSUERS[0].loopbackJwksUri");
  });
});
