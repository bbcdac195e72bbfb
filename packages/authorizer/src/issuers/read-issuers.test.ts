import { describe, expect, expectTypeOf, it } from "vitest";
import { createTokenVerifier } from "./create-verifier.ts";
import type { CognitoIssuer, Issuer, OidcIssuer } from "./issuer.ts";
import { readIssuers } from "./read-issuers.ts";

const POOL = { kind: "cognito", userPoolId: "eu-west-1_Lychgate", clientIds: ["app"], tokenUse: "access" };
const OKTA = {
  kind: "oidc",
  name: "okta",
  issuer: "https://clinic.okta.com/oauth2/default",
  audience: ["api://pets"],
  tokenType: null,
  algorithms: ["RS256"],
  groupClaim: "groups",
};
const AUTH0 = { ...OKTA, name: "auth0", issuer: "https://clinic.eu.auth0.com/" };

describe("issuers", () => {
  it.each<[string, unknown[]]>([
    ["a user pool", [POOL]],
    ["a user pool of another partition", [{ ...POOL, userPoolId: "us-gov-west-1_Ab1" }]],
    ["a user pool, all open", [{ ...POOL, clientIds: null, tokenUse: null }]],
    ["id tokens", [{ ...POOL, tokenUse: "id", groupClaim: "custom:groups", groupFormat: "brackets" }]],
    ["another", [OKTA]],
    ["another, all open", [{ ...OKTA, audience: null, tokenType: null }]],
    [
      "another, with all its options",
      [
        {
          ...OKTA,
          tokenType: "at+jwt",
          jwksUri: "https://keys.example.com/keys",
          clientIds: ["web"],
          groupClaim: ["a", "b.c"],
          groupFormat: "spaces",
          usernameClaim: "email",
          requiredScopes: ["pets.read", "https://example.com/pets"],
          groupPrefix: "okta.",
          clockToleranceSeconds: 300,
        },
      ],
    ],
    ["several", [POOL, { ...POOL, userPoolId: "eu-west-1_Other" }, OKTA, AUTH0]],
    ["one for several audiences", [OKTA, { ...OKTA, audience: ["api://admin"], groupClaim: "roles" }]],
    ["claims that are addresses", [{ ...OKTA, groupClaim: "https://example.com/groups" }]],
  ])("may be %s", (_, issuers) => {
    expect(readIssuers(issuers, "ISSUERS")).toEqual(issuers);
  });

  const POOL_REQUIRED = ["userPoolId", "clientIds", "tokenUse"];
  const OIDC_REQUIRED = ["name", "issuer", "audience", "tokenType", "algorithms", "groupClaim"];
  it.each([
    ...POOL_REQUIRED.map((option) => ({ issuer: POOL, option })),
    ...OIDC_REQUIRED.map((option) => ({ issuer: OKTA, option })),
  ])("of the kind $issuer.kind have to say $option", ({ issuer, option }) => {
    for (const left of [{ ...issuer, [option]: undefined }, without(issuer, option)]) {
      expect(() => readIssuers([left], "ISSUERS")).toThrow(
        new RegExp(`^expected \`ISSUERS\\[0\\]\\.${option}\` to be .+, got nothing$`),
      );
    }
  });

  it.each<[string, object, unknown[]]>([
    ["kind", POOL, ["Cognito", "", null, 1, "__proto__", "toString", ["oidc"]]],
    ["userPoolId", POOL, ["", "pool", "eu-west-1", "eu-west-1_a/b", "https://x/eu-west-1_a", null, 1]],
    ["clientIds", POOL, [[], "app", [""], [1], ["app", null], {}, false]],
    ["tokenUse", POOL, ["Access", "", "both", ["access"], false, 0]],
    ["groupClaim", POOL, ["", [], [""], "a.b", 1, null]],
    ["name", OKTA, ["", "Okta", "1okta", "okta|", "o".repeat(33), null, ["okta"]]],
    [
      "issuer",
      OKTA,
      [
        "http://clinic.okta.com",
        "clinic.okta.com",
        "HTTPS://clinic.okta.com",
        "https://",
        "https://user@clinic.okta.com",
        "https://:secret@clinic.okta.com",
        "https://clinic.okta.com?a",
        "https://clinic.okta.com#a",
        " https://clinic.okta.com",
        "https://clinic.okta.com ",
        null,
        ["https://clinic.okta.com"],
      ],
    ],
    ["audience", OKTA, [[], "api://pets", [""], [null], {}, false]],
    ["tokenType", OKTA, ["", 1, ["at+jwt"], false]],
    [
      "algorithms",
      OKTA,
      [
        [],
        ["none"],
        ["HS256"],
        ["RS256", "HS256"],
        ["PS256"],
        ["RS256", "none"],
        ["toString"],
        "RS256",
        null,
      ],
    ],
    ["jwksUri", OKTA, ["http://127.0.0.1/keys", "http://keys.example.com", "file:///keys", "", null]],
    ["clientIds", OKTA, [[], null, "web", [1]]],
    ["groupClaim", OKTA, ["realm_access.roles", "", [], ["a", ""], ["a", 1], null, {}]],
    ["groupFormat", OKTA, ["array", "", "toString", null, 1]],
    ["usernameClaim", OKTA, ["", null, ["email"]]],
    ["requiredScopes", OKTA, [[], "pets.read", [""], ["a b"], ["a\n"], ['a"'], [1], null]],
    ["groupPrefix", OKTA, ["", "okta", "okta/", "okta:", "o.kta", "-".repeat(65), null, 1]],
    ["clockToleranceSeconds", OKTA, [-1, 301, 1.5, "60", null, Number.NaN, Number.POSITIVE_INFINITY]],
  ])("cannot have another %s", (option, issuer, values) => {
    for (const value of values) {
      const read = () => readIssuers([{ ...issuer, [option]: value }], "ISSUERS");
      expect(read, JSON.stringify(value)).toThrow(`expected \`ISSUERS[0].${option}\` to be `);
    }
  });

  it.each<[string, unknown[], string]>([
    ["an option that is not known", [{ ...OKTA, requiredScope: ["a"] }], "to have no option `requiredScope`"],
    ["an option of the other kind", [{ ...POOL, audience: null }], "to have no option `audience`"],
    [
      "scopes of id tokens, which have none",
      [{ ...POOL, tokenUse: "id", requiredScopes: ["a"] }],
      "`ISSUERS[0].requiredScopes` to be nothing",
    ],
    [
      "one name for two",
      [OKTA, { ...AUTH0, name: "okta" }],
      "`ISSUERS[0]` and `ISSUERS[1]` to have a `name` each, got `okta` twice",
    ],
    ["two names for one", [OKTA, { ...OKTA, name: "other" }], "one `name`"],
    [
      "two addresses of keys for one",
      [OKTA, { ...OKTA, jwksUri: "https://keys.example.com" }],
      "one `jwksUri`",
    ],
    ["two prefixes for one", [OKTA, { ...OKTA, groupPrefix: "okta." }], "one `groupPrefix`"],
    [
      "a user pool as both kinds",
      [POOL, { ...OKTA, issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Lychgate" }],
      "one `kind`",
    ],
    [
      "one prefix for two",
      [
        { ...OKTA, groupPrefix: "a." },
        { ...AUTH0, groupPrefix: "a." },
      ],
      "prefixes of their own, got `a.` and `a.`",
    ],
    [
      "a prefix of a prefix",
      [{ ...OKTA, groupPrefix: "a-b-" }, POOL, { ...AUTH0, groupPrefix: "a-" }],
      "`ISSUERS[0]` and `ISSUERS[2]` to have prefixes of their own",
    ],
  ])("cannot have %s", (_, issuers, message) => {
    expect(() => readIssuers(issuers, "ISSUERS")).toThrow(message);
    expect(() => readIssuers(issuers, "ISSUERS")).toThrow(
      expect.objectContaining({ code: "InvalidIssuers" }),
    );
  });

  it.each([undefined, null, {}, [], "okta", [[]], [null], [OKTA, "okta"]])("cannot be %j", (value) => {
    expect(() => readIssuers(value, "ISSUERS")).toThrow("expected `ISSUERS");
  });

  it("are read again when a verifier is made of them, whatever the types say", () => {
    const issuer: CognitoIssuer = JSON.parse(JSON.stringify({ ...POOL, clientIds: undefined }));
    expect(() => createTokenVerifier({ issuers: [issuer] })).toThrow("`issuers[0].clientIds`");
  });
});

describe("the types of issuers", () => {
  it("leave nothing open that was not said to be", () => {
    expectTypeOf<Required<Pick<CognitoIssuer, "clientIds" | "tokenUse">>>().toEqualTypeOf<
      Pick<CognitoIssuer, "clientIds" | "tokenUse">
    >();
    expectTypeOf<
      Required<Pick<OidcIssuer, "audience" | "tokenType" | "algorithms" | "groupClaim">>
    >().toEqualTypeOf<Pick<OidcIssuer, "audience" | "tokenType" | "algorithms" | "groupClaim">>();
    expectTypeOf<{ kind: "cognito"; userPoolId: string; tokenUse: "access" }>().not.toExtend<Issuer>();
    expectTypeOf<{ kind: "cognito"; userPoolId: string; clientIds: string[] }>().not.toExtend<Issuer>();
  });

  it("have no algorithm with a secret, and none without a key", () => {
    expectTypeOf<"RS256" | "ES512" | "EdDSA">().toExtend<OidcIssuer["algorithms"][number]>();
    expectTypeOf<"none">().not.toExtend<OidcIssuer["algorithms"][number]>();
    expectTypeOf<"HS256">().not.toExtend<OidcIssuer["algorithms"][number]>();
    expectTypeOf<[]>().not.toExtend<OidcIssuer["algorithms"]>();
    expectTypeOf<"http://issuer.example.com">().not.toExtend<OidcIssuer["issuer"]>();
  });
});

function without(issuer: object, option: string): object {
  return Object.fromEntries(Object.entries(issuer).filter(([name]) => name !== option));
}
