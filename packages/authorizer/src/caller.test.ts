import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClaimRules, callerOf } from "./caller.ts";
import { TokenRefused } from "./errors.ts";
import { claimRulesOf } from "./issuers/claim-rules.ts";
import type { CognitoIssuer, OidcIssuer } from "./issuers/issuer.ts";

const POOL = "eu-west-1_Lychgate";
const POOL_ISSUER = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`;
const EXPIRES = 1_800_000_000;
const CLAIMS = { sub: "5c0a", username: "ana", exp: EXPIRES, "cognito:groups": ["pet-owner"] };

const COGNITO: CognitoIssuer = { kind: "cognito", userPoolId: POOL, clientIds: null, tokenUse: null };
const OKTA: OidcIssuer = {
  kind: "oidc",
  name: "okta",
  issuer: "https://clinic.okta.com/oauth2/default",
  audience: ["api://pets"],
  tokenType: null,
  algorithms: ["RS256"],
  groupClaim: "groups",
};

const rulesOf = (more: Partial<CognitoIssuer> = {}) => claimRulesOf({ ...COGNITO, ...more }, [COGNITO]);
const oktaRules = (more: Partial<OidcIssuer> = {}) => claimRulesOf({ ...OKTA, ...more }, [COGNITO]);
const RULES = rulesOf();

const names = (count: number) => Array.from({ length: count }, (_, index) => `group-${index}`);

describe("a caller", () => {
  it("is who the claims say", () => {
    const claims = { ...CLAIMS, client_id: "app", origin_jti: "sign-in", iat: 1 };
    expect(callerOf(claims, RULES)).toEqual({
      principalId: "5c0a",
      sub: "5c0a",
      username: "ana",
      groups: ["pet-owner"],
      expires: EXPIRES,
      issuer: POOL_ISSUER,
      clientId: "app",
      originJti: "sign-in",
      claims: new Map([
        ["sub", "5c0a"],
        ["username", "ana"],
        ["client_id", "app"],
        ["origin_jti", "sign-in"],
      ]),
    });
  });

  it.each<[string, ClaimRules, object, object]>([
    [
      "an id token of a user pool by its own names",
      RULES,
      { token_use: "id", "cognito:username": "ana-id", username: "other", aud: "app" },
      { username: "ana-id", clientId: "app", principalId: "5c0a" },
    ],
    [
      "another issuer's token by its issuer's name and sub",
      oktaRules(),
      {},
      { principalId: "okta|5c0a", sub: "5c0a", username: "5c0a", groups: [] },
    ],
    [
      "another issuer's sub whatever is in it",
      oktaRules(),
      { sub: "auth0|1" },
      { principalId: "okta|auth0|1" },
    ],
    [
      "another issuer's username where it is said to be",
      oktaRules({ usernameClaim: "preferred_username" }),
      { preferred_username: "ana.c" },
      { username: "ana.c" },
    ],
    ["a client by `client_id`", oktaRules(), { client_id: "a", azp: "b", cid: "c" }, { clientId: "a" }],
    ["a client by `azp`", oktaRules(), { azp: "b", cid: "c" }, { clientId: "b" }],
    ["a client by `cid`", oktaRules(), { cid: "c", appid: "d" }, { clientId: "c" }],
    ["a client by `appid`", oktaRules(), { appid: "d" }, { clientId: "d" }],
  ])("is read from %s", (_, rules, claims, expected) => {
    expect(callerOf({ ...CLAIMS, ...claims }, rules)).toMatchObject(expected);
  });

  it("has the claims that are short texts, whatever their names, and no others", () => {
    const claims = {
      ...CLAIMS,
      "custom:tenant": "acme",
      long: "x".repeat(256),
      longer: "x".repeat(257),
      list: ["acme"],
      nested: { tenant: "acme" },
      flag: true,
    };
    const known = [...callerOf(claims, RULES).claims.keys()].sort();
    expect(known).toEqual(["custom:tenant", "long", "sub", "username"]);
  });

  it("is known for as long as the clocks may differ", () => {
    expect(callerOf(CLAIMS, rulesOf({ clockToleranceSeconds: 60 })).expires).toBe(EXPIRES + 60);
  });

  it.each<[string, unknown, string[]]>([
    ["no claim", undefined, []],
    ["null", null, []],
    ["an empty list", [], []],
    ["several, which come sorted", ["b", "C", "a"], ["C", "a", "b"]],
    ["duplicates, which count once", ["a", "b", "a"], ["a", "b"]],
    ["those of identity providers, which are ignored", [`${POOL}_Google`, "a", `${POOL}_SAML`], ["a"]],
    [
      "an identity provider's of another pool, which is a name like others",
      ["eu-west-1_Other_Google"],
      ["eu-west-1_Other_Google"],
    ],
    ["the name of the pool, which is a name like others", [POOL], [POOL]],
    ["names that objects have", ["__proto__", "constructor"], ["__proto__", "constructor"]],
    ["100 of them", names(100), names(100).sort()],
    ["101 times one of them", Array.from({ length: 101 }, () => "a"), ["a"]],
  ])("with %s for groups", (_, groups, expected) => {
    expect(callerOf({ ...CLAIMS, "cognito:groups": groups }, RULES).groups).toEqual(expected);
  });

  it("is the same in whatever order the groups come", () => {
    const shuffled = fc
      .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 8 })
      .chain((groups) =>
        fc.tuple(fc.constant(groups), fc.shuffledSubarray(groups, { minLength: groups.length })),
      );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const caller = (groups: string[]) => callerOf({ ...CLAIMS, "cognito:groups": groups }, RULES);
        expect(caller(other)).toEqual({ ...caller(one), claims: expect.any(Map) });
      }),
    );
  });
});

describe("claims that are not of their type", () => {
  it.each<[string, Record<string, unknown>]>([
    ["no sub", { sub: undefined }],
    ["an empty sub", { sub: "" }],
    ["a sub that is a number", { sub: 1 }],
    ["a sub that is a list", { sub: ["5c0a"] }],
    ["a sub of 256 characters", { sub: "s".repeat(256) }],
    ["a sub of a user pool that could be another issuer's", { sub: "okta|5c0a" }],
    ["a sub with a line break", { sub: "5c0a\r\nx-admin: 1" }],
    ["a sub with letters that look like others", { sub: "5c0\u0430" }],
    ["a username with a line break", { username: "ana\r\nx-admin: 1" }],
    ["a username with half of a character", { username: "ana\ud800" }],
    ["no username", { username: undefined }],
    ["a username that is an object", { username: {} }],
    ["an id token's username in the place of an access token's", { token_use: "id" }],
    ["no exp", { exp: undefined }],
    ["an exp that is text", { exp: String(EXPIRES) }],
    ["an exp that is not whole", { exp: EXPIRES + 0.5 }],
    ["an exp that is not a number", { exp: Number.NaN }],
    ["an exp without end", { exp: Number.POSITIVE_INFINITY }],
    ["an exp before the epoch", { exp: -1 }],
    ["an exp after the year 9999", { exp: 253_402_300_800 }],
    ["groups that are text", { "cognito:groups": "admins" }],
    ["groups that are an object", { "cognito:groups": { 0: "admins", length: 1 } }],
    ["a group that is a number", { "cognito:groups": ["pet-owner", 1] }],
    ["a group that is null", { "cognito:groups": [null] }],
  ])("are refused: %s", (_, claims) => {
    const read = () => callerOf({ ...CLAIMS, ...claims }, RULES);
    expect(read).toThrow(TokenRefused);
    expect(read).toThrow("TokenInvalid");
  });

  it("may name the last second of the year 9999", () => {
    expect(callerOf({ ...CLAIMS, exp: 253_402_300_799 }, RULES).expires).toBe(253_402_300_799);
  });

  it("include the username of another issuer, where one is asked for", () => {
    const rules = oktaRules({ usernameClaim: "email" });
    for (const email of [undefined, 1, null])
      expect(() => callerOf({ ...CLAIMS, email }, rules)).toThrow("TokenInvalid");
  });
});

describe("a list of groups that is not whole", () => {
  it.each<[string, ClaimRules, object]>([
    ["101 of a user pool", RULES, { "cognito:groups": names(101) }],
    ["101 of another issuer", oktaRules(), { groups: names(101) }],
    ["they stand elsewhere", oktaRules(), { _claim_names: { groups: "src1" } }],
    ["some stand elsewhere", oktaRules(), { groups: ["a"], _claim_names: { groups: "src1" } }],
    ["there are some", oktaRules(), { hasgroups: true }],
    ["there are some, as a text", oktaRules(), { hasgroups: "true" }],
    ["a source is named", oktaRules(), { "groups:src1": "https://graph.example.com" }],
    [
      "a nested claim stands elsewhere",
      oktaRules({ groupClaim: ["realm_access", "roles"] }),
      { _claim_names: { realm_access: "src1" } },
    ],
  ])("is denied, for it could lack the group that is denied: %s", (_, rules, claims) => {
    expect(() => callerOf({ ...CLAIMS, ...claims }, rules)).toThrow("GroupsOverage");
  });

  it.each<[string, ClaimRules, object]>([
    ["another claim stands elsewhere", oktaRules(), { _claim_names: { address: "src1" } }],
    ["the groups, where roles are asked for", oktaRules({ groupClaim: "roles" }), { hasgroups: true }],
    ["there are none", oktaRules(), { hasgroups: false }],
    ["the names are a text", oktaRules(), { _claim_names: "groups" }],
    ["another claim's name begins so", oktaRules(), { groups_src1: "x", "groups:other": "x" }],
  ])("is not what this is: %s", (_, rules, claims) => {
    expect(callerOf({ ...CLAIMS, ...claims }, rules).groups).toEqual(rules === RULES ? ["pet-owner"] : []);
  });
});

describe("scopes that are required", () => {
  const rules = rulesOf({ requiredScopes: ["pets.read", "pets.write"] });
  it.each<[string, object, boolean]>([
    ["both, in a text", { scope: "openid pets.write pets.read" }, true],
    ["both, in Okta's list", { scp: ["pets.read", "pets.write"] }, true],
    ["both, in Entra's text", { scp: "pets.read pets.write" }, true],
    ["one", { scope: "pets.read" }, false],
    ["none", {}, false],
    ["an empty text", { scope: "" }, false],
    ["longer names", { scope: "pets.read.all pets.write.all" }, false],
    ["other letters", { scope: "PETS.READ PETS.WRITE" }, false],
    [
      "both, in a claim that is not looked at beside the other",
      { scope: "", scp: "pets.read pets.write" },
      false,
    ],
    ["an object", { scope: { "pets.read": true, "pets.write": true } }, false],
    ["one text with both in a list", { scp: ["pets.read pets.write"] }, false],
  ])("%s: %j is enough: %j", (_, claims, isEnough) => {
    const read = () => callerOf({ ...CLAIMS, ...claims }, rules);
    if (isEnough) expect(read().sub).toBe("5c0a");
    else expect(read).toThrow("ScopeMissing");
  });
});
