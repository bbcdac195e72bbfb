import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { compile } from "./compile.ts";
import { UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { UncheckedStatement } from "./group-policy.ts";
import { namedOperations, reachOfRoute } from "./named-operations.ts";
import { validateDocument } from "./validate-document.ts";
import { validateGroupPolicy } from "./validate-group-policy.ts";

const TENANTS = [
  "GET /tenants/{tenant}",
  "GET /tenants/{tenant}/orders",
  "GET /tenants/{tenant}/orders/{order}",
  "GET /tenants/admin",
  "GET /status",
];

type Part = Partial<UncheckedStatement>;

const SECURE = { Bool: { "aws:SecureTransport": true } };

function documentFrom(routes: readonly string[], ...parts: Part[]) {
  const statements = parts.map(
    (part, index): UncheckedStatement => ({ sid: `S${index + 1}`, effect: "Allow", ...part }),
  );
  return compile({ group: "tenants", description: "Tenants", statements }, contractOf(...routes)).document;
}

/** Each statement as a line: `Allow S1: GET/pets`. */
function lines(routes: readonly string[], ...parts: Part[]): string[] {
  return documentFrom(routes, ...parts).Statement.map(({ Effect, Sid, Resource = [] }) => {
    return `${Effect} ${Sid}: ${Resource.map((text) => text.replace(UNBOUND_PREFIX, "")).join(" ")}`;
  });
}

function allow(...routes: string[]): Part {
  return { routes };
}

describe("a claim-scoped route is compiled to", () => {
  it.each<[string, string[], Part, string[]]>([
    [
      "a placeholder, where no API has a literal",
      ["GET /owners/{owner}/pets"],
      allow("GET /owners/{claim:sub}/pets"),
      ["Allow S1: GET/owners/$sub/pets"],
    ],
    [
      "a placeholder and guards for literals that the claim may be",
      TENANTS,
      allow("GET /tenants/{claim:custom:tenant}"),
      ["Allow S1: GET/tenants/$custom:tenant", "Deny S1LychgateGuard: GET/tenants/admin GET/tenants/admin/"],
    ],
    [
      "no guard for a literal that no claim can be",
      ["GET /tenants/{tenant}", "GET /tenants/$all"],
      allow("GET /tenants/{claim:sub}"),
      ["Allow S1: GET/tenants/$sub"],
    ],
    [
      "a placeholder and a star, for what is below",
      TENANTS,
      allow("GET /tenants/{claim:custom:tenant}", "GET /tenants/{claim:custom:tenant}/**"),
      [
        "Allow S1: GET/tenants/$custom:tenant GET/tenants/$custom:tenant/*",
        "Deny S1LychgateGuard: GET/tenants/admin GET/tenants/admin/",
      ],
    ],
    [
      "two placeholders",
      TENANTS,
      allow("GET /tenants/{claim:custom:tenant}/orders/{claim:sub}"),
      ["Allow S1: GET/tenants/$custom:tenant/orders/$sub"],
    ],
  ])("%s", (_, routes, part, expected) => {
    const compiled = lines(routes, part).map((line) => line.replace(/\$\{claim:([^}]*)\}/g, "$$$1"));
    expect(compiled).toEqual(expected);
    expect(validateDocument(documentFrom(routes, part))).toMatchObject({ valid: true });
  });

  it("no guard for a literal that the module names too", () => {
    expect(lines(TENANTS, allow("GET /tenants/{claim:sub}"), allow("GET /tenants/admin"))).toHaveLength(2);
  });
});

describe("a claim-scoped route is refused", () => {
  it.each<[string, string[], Part[], string]>([
    [
      "behind a star, which could reach over the caller's own segment",
      ["GET /a/{p}/b/{q}"],
      [allow("GET /a/*/b/{claim:sub}")],
      "a claim cannot stand behind a parameter or a star",
    ],
    [
      "behind a parameter, where another claim stands before it",
      ["GET /{o}/{p}/a", "GET /a"],
      [allow("GET /{claim:x}/{p}/**"), allow("GET /{o}/{claim:y}/**")],
      "a claim cannot stand behind a parameter or a star",
    ],
    ["where the API has a literal", TENANTS, [allow("GET /{claim:sub}")], "no API has the route"],
    ["where the API has nothing", TENANTS, [allow("GET /status/{claim:sub}")], "no API has the route"],
    [
      "where the API has a greedy parameter",
      ["GET /f/{proxy+}"],
      [allow("GET /f/{claim:sub}")],
      "no API has",
    ],
    [
      "in a Deny",
      TENANTS,
      [{ effect: "Deny", routes: ["GET /tenants/{claim:sub}"] }],
      "a Deny cannot name a claim",
    ],
    [
      "beside a star that admits more of its route",
      TENANTS,
      [allow("GET /tenants/*", "GET /tenants/{claim:sub}/orders")],
      "`GET /tenants/x/orders` (route `GET /tenants/{tenant}/orders`) would be admitted beyond the part",
    ],
    [
      "beside another statement that admits more of its route",
      TENANTS,
      [allow("GET /tenants/{tenant}"), allow("GET /tenants/{claim:sub}/orders")],
      "would be admitted beyond the part of its route that is named",
    ],
    [
      "where a star behind another claim reaches beyond it",
      ["GET /a/{p}/{q}", "GET /a/{p}/{q}/{r}"],
      [allow("GET /a/{claim:x}/*"), allow("GET /a/{p}/{claim:y}/{r}")],
      "`GET /a/{claim:x}/x/x` (route `GET /a/{p}/{q}/{r}`) would be admitted beyond the part",
    ],
    [
      "where a literal that the claim may be has a condition",
      TENANTS,
      [allow("GET /tenants/{claim:sub}"), { routes: ["GET /tenants/admin"], condition: SECURE }],
      "where the claim `sub` is `admin` would be admitted without the condition",
    ],
    [
      "where no Deny tells a literal that the claim may be from what a catch-all serves",
      ["GET /a/{p}", "POST /a/admin", "GET /{proxy+}"],
      [allow("GET /a/{claim:sub}")],
      "where the claim `sub` is `admin` would be admitted too",
    ],
    [
      "with too many claims to look at every combination",
      Array.from({ length: 30 }, (_, i) => `GET /l${i}/l${i}/l${i}`).concat("GET /{a}/{b}/{c}"),
      [allow("GET /{claim:a}/{claim:b}/{claim:c}")],
      "too many claims",
    ],
  ])("%s", (_, routes, parts, message) => {
    expect(() => lines(routes, ...parts)).toThrow(message);
  });

  it.each([
    "{claim:}",
    "{claim:a*}",
    "{Claim:sub}",
    "{claims:sub}",
    "{ claim:sub}",
    "{claim:a+}",
    "{claim:sub}x",
  ])("as `%s`, which is no claim and must not be read as a parameter", (segment) => {
    expect(() => lines(TENANTS, allow(`GET /tenants/${segment}`))).toThrow(
      /is no claim|mixes literal text|expected a verb/,
    );
  });

  it("when the Resource could get too long", () => {
    const long = Array.from({ length: 5 }, (_, index) => `${"x".repeat(80)}${index}`).join("/");
    expect(() => lines([`GET /${long}/{p}`], allow(`GET /${long}/{claim:sub}`))).toThrow("at most 512 fit");
    expect(lines([`GET /${long}/{p}`], allow(`GET /${long}/{p}`))).toHaveLength(1);
  });
});

describe("a policy module", () => {
  it.each<[string, Part, string]>([
    ["a Deny", { effect: "Deny", routes: ["GET /tenants/{claim:sub}"] }, "a Deny cannot name a claim"],
    [
      "a raw ARN",
      { resources: [`${UNBOUND_PREFIX}GET/tenants/${["$", "{claim:sub}"].join("")}`] },
      "expected a route where a claim is named",
    ],
  ])("may not name a claim in %s", (_, part, message) => {
    const statements = [{ sid: "Own", effect: "Allow", ...part }];
    const validated = validateGroupPolicy({ group: "tenants", description: "Tenants", statements });
    expect(validated.valid ? [] : validated.findings.map((finding) => finding.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});

describe("ARNs that name a part of a route", () => {
  const TOYS = ["GET /pets/{petId}", "GET /pets/{petId}/toys"];

  it("leave the rest of it shut: what another statement's star admits is refused", () => {
    const parts = [allow("GET /pets/{petId}"), { resources: [`${UNBOUND_PREFIX}GET/pets/1/toys`] }];
    expect(() => lines(TOYS, ...parts)).toThrow("`GET /pets/x/toys` (route `GET /pets/{petId}/toys`)");
  });

  it("may stand beside a statement that names the whole of it", () => {
    const parts = [
      allow("GET /pets/*", "GET /pets/*/toys"),
      { resources: [`${UNBOUND_PREFIX}GET/pets/1/toys`] },
    ];
    expect(lines(TOYS, ...parts)).toEqual([
      "Allow S1: GET/pets/* GET/pets/*/toys",
      "Allow S2: GET/pets/1/toys",
    ]);
  });
});

describe("the requests that a route names", () => {
  const contract = contractOf(...TENANTS);

  it("are all of its operations' or, where a claim scopes it, a part", () => {
    expect(reachOfRoute("GET /tenants/*", contract)).toEqual({ operations: [contract.operations[0]] });
    expect(reachOfRoute("GET /tenants/{claim:sub}/**", contract)).toEqual({
      operations: contract.operations.slice(1, 3),
      patterns: [expect.stringMatching(/^GET\/tenants\/.{12}\/\*$/)],
    });
  });

  it("are refused where nothing but whole operations will do", () => {
    expect(() => namedOperations("GET /tenants/{claim:sub}", contract)).toThrow("without a claim here");
  });
});
