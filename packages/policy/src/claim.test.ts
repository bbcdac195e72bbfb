import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bindClaims,
  claimInResource,
  claimInRoute,
  claimPlaceholder,
  claimSegment,
  claimsIn,
} from "./claim.ts";
import { PolicyError } from "./errors.ts";
import { UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { CanonicalDocument, CanonicalStatement, Effect } from "./policy-document.ts";
import { validateDocument } from "./validate-document.ts";

const TENANT = claimPlaceholder("custom:tenant");
const SUB = claimPlaceholder("sub");

function statement(Effect: Effect, ...paths: string[]): CanonicalStatement {
  const Resource = paths.map((path) => UNBOUND_PREFIX + path);
  return { Sid: "Own", Effect, Action: ["execute-api:Invoke"], Resource };
}

function documentOf(...Statement: CanonicalStatement[]): CanonicalDocument {
  return { Version: "2012-10-17", Statement };
}

/** The paths that are left once the claims are bound; `undefined` when the statement is gone. */
function bound(claims: Record<string, unknown>, ...paths: string[]): string[] | undefined {
  // A token's claims have whatever type they have.
  const values = new Map(Object.entries(claims) as [string, string][]);
  const [only] = bindClaims(documentOf(statement("Allow", ...paths)), values).Statement;
  return only?.Resource?.map((resource) => resource.slice(UNBOUND_PREFIX.length));
}

/** What a claim must not be bound to: each would end the segment, widen it, or be read as something else. */
const REFUSED: [string, unknown][] = [
  ["empty", ""],
  ["a star", "*"],
  ["a star behind text", "acme*"],
  ["a question mark", "acm?"],
  ["a slash", "acme/orders"],
  ["a slash alone", "/"],
  ["a backslash", "acme\\orders"],
  ["the folder itself", "."],
  ["the folder above", ".."],
  ["a path to elsewhere", "../other"],
  ["a policy variable", ["${aws:", "SourceIp}"].join("")],
  ["an escaped star", ["${", "*}"].join("")],
  ["another placeholder", claimPlaceholder("sub")],
  ["a dollar", "$"],
  ["a brace", "{tenant}"],
  ["an encoded slash", "acme%2Forders"],
  ["an encoded letter", "%61cme"],
  ["a space", "ac me"],
  ["a line break at the end", "acme\n"],
  ["NUL", "acme\u0000"],
  ["a letter that is not ASCII", "acmé"],
  ["a look-alike of a letter", "\u0430cme"],
  ["a look-alike of a slash", "acme\u2215orders"],
  ["a full-width star", "\uff0a"],
  ["a character of private use", "\ue000"],
  ["a lone surrogate", "\ud800"],
  ["a query", "acme#"],
  ["200 characters", "a".repeat(200)],
  ["129 characters", "a".repeat(129)],
  ["a list", ["acme"]],
  ["a number", 7],
  ["an object", { toString: () => "acme" }],
  ["null", null],
  ["missing", undefined],
];

describe("a claim's value as a segment", () => {
  it.each([
    ["letters", "acme"],
    ["a UUID", "5c0a1f2e-93b1-4b6e-8f0e-0a1b2c3d4e5f"],
    ["an address", "ana@clinic.example"],
    ["Cognito's name of a federated user", "okta_00u1~x"],
    ["signs that mean nothing in a path", "a.b_c~d@e+f=g,h:i-j"],
    ["dots that are no folder", "..."],
    ["names that objects have", "__proto__"],
    ["128 characters", "a".repeat(128)],
  ])("may be %s, and stays as it is", (_, value) => {
    expect(claimSegment(value)).toBe(value);
    expect(bound({ "custom:tenant": value }, `GET/tenants/${TENANT}/*`)).toEqual([`GET/tenants/${value}/*`]);
  });

  it.each(REFUSED)("that is %s drops the Resource, and the statement with its last", (_, value) => {
    expect(claimSegment(value)).toBeUndefined();
    expect(bound({ "custom:tenant": value }, `GET/tenants/${TENANT}/*`)).toBeUndefined();
    expect(bound({ "custom:tenant": value }, `GET/tenants/${TENANT}/*`, "GET/status")).toEqual([
      "GET/status",
    ]);
  });

  it("is the one of that very name", () => {
    const claims = { Sub: "upper", custom: "custom", tenant: "tenant", "custom:Tenant": "other" };
    expect(bound(claims, `GET/a/${SUB}`, `GET/b/${TENANT}`)).toBeUndefined();
    expect(bound({ __proto__: "own" }, `GET/a/${claimPlaceholder("__proto__")}`)).toBeUndefined();
    expect(bound({}, `GET/a/${claimPlaceholder("constructor")}`)).toBeUndefined();
  });

  it("is not looked at again once it is bound", () => {
    expect(bound({ a: "x", x: "y" }, `GET/${claimPlaceholder("a")}`)).toEqual(["GET/x"]);
  });

  it("drops a Resource that gets too long for API Gateway", () => {
    const path = `GET/${"a".repeat(400)}/${SUB}`;
    expect(bound({ sub: "b".repeat(20) }, path)).toHaveLength(1);
    expect(bound({ sub: "b".repeat(120) }, path)).toBeUndefined();
  });
});

describe("binding claims", () => {
  it("leaves a document without placeholders as it is", () => {
    const document = documentOf(statement("Allow", "GET/pets"), statement("Deny", "GET/pets/*"));
    expect(bindClaims(document, new Map([["sub", "ana"]]))).toEqual(document);
    expect(claimsIn(document)).toEqual([]);
  });

  it("binds several claims, each in its places", () => {
    const paths = [`GET/t/${TENANT}/u/${SUB}`, `GET/u/${SUB}`, `PUT/t/${TENANT}`];
    expect(bound({ sub: "ana", "custom:tenant": "acme" }, ...paths)).toEqual([
      "GET/t/acme/u/ana",
      "GET/u/ana",
      "PUT/t/acme",
    ]);
    expect(bound({ sub: "ana" }, ...paths)).toEqual(["GET/u/ana"]);
    expect(claimsIn(documentOf(statement("Allow", ...paths)))).toEqual(["custom:tenant", "sub"]);
  });

  it.each<[string, CanonicalStatement]>([
    ["a Deny", statement("Deny", `GET/${SUB}`)],
    ["`NotResource`", { Effect: "Allow", Action: ["*"], NotResource: [`${UNBOUND_PREFIX}GET/${SUB}`] }],
    [
      "`NotResource` of a Deny",
      { Effect: "Deny", Action: ["*"], NotResource: [`${UNBOUND_PREFIX}GET/${SUB}`] },
    ],
  ])("is a fault for %s, whatever the claims: it would allow more", (_, each) => {
    expect(() => bindClaims(documentOf(each), new Map())).toThrow(PolicyError);
    expect(() => bindClaims(documentOf(each), new Map([["sub", "ana"]]))).toThrow(
      "in the `Resource` of an Allow",
    );
    expect(claimsIn(documentOf(each))).toEqual(["sub"]);
  });

  it("never leaves anything that could be bound or widened, whatever the claims are", () => {
    const values = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom(...REFUSED.map(([, v]) => v)),
    );
    fc.assert(
      fc.property(values, (value) => {
        const left = bound({ sub: value }, `GET/a/${SUB}/b`) ?? [];
        for (const path of left) {
          expect(path).toBe(`GET/a/${value}/b`);
          expect(path.split("/")).toHaveLength(4);
          expect(path).not.toMatch(/[*?${}%\\]|[^!-~]/);
        }
      }),
    );
  });
});

describe("a placeholder", () => {
  it.each(["sub", "username", "custom:tenant", "cognito:username", "a.b_c-d", "x".repeat(64)])(
    "stands for the claim `%s`",
    (name) => {
      expect(claimInRoute(`{claim:${name}}`)).toBe(name);
      expect(claimInResource(claimPlaceholder(name))).toBe(name);
    },
  );

  it.each(["", "a b", "a/b", "a}b", "a{b", "a*", "x".repeat(65), "é", "a\n"])(
    "stands for no claim `%s`",
    (name) => {
      expect(claimInRoute(`{claim:${name}}`)).toBeUndefined();
      expect(claimInResource(claimPlaceholder(name))).toBeUndefined();
    },
  );

  it.each<[string, CanonicalStatement]>([
    ["a whole segment", statement("Allow", `GET/t/${TENANT}/*`)],
    ["the last segment", statement("Allow", `GET/t/x/${SUB}`)],
  ])("is valid as %s of an Allow", (_, each) => {
    expect(validateDocument(documentOf(each))).toMatchObject({ valid: true });
  });

  const elsewhere = { Effect: "Allow" as const, Action: ["*"] };
  it.each<[string, CanonicalStatement, string]>([
    ["in a Deny", statement("Deny", `GET/t/${TENANT}`), "a Deny cannot name a claim"],
    [
      "in `NotResource`",
      { ...elsewhere, NotResource: [`${UNBOUND_PREFIX}GET/${SUB}`] },
      "`NotResource` cannot",
    ],
    ["behind a star", statement("Allow", `GET/t/*/${SUB}`), "cannot stand behind a star"],
    ["as a part of a segment", statement("Allow", `GET/t/a-${TENANT}`), "as a whole segment"],
    ["beside another", statement("Allow", `GET/t/${TENANT}${SUB}`), "as a whole segment"],
    ["with a default", statement("Allow", `GET/t/${TENANT.replace("}", ", 'x'}")}`), "as a whole segment"],
    [
      "in another case",
      statement("Allow", `GET/t/${TENANT.replace("claim", "Claim")}`),
      "as a whole segment",
    ],
    ["with a space", statement("Allow", `GET/t/${TENANT.replace("claim", " claim")}`), "as a whole segment"],
    ["in the place of the verb", statement("Allow", `${TENANT}/t`), "behind a verb"],
    ["behind a star for the verb", statement("Allow", `*/t/${TENANT}`), "behind a verb"],
    [
      "in the place of a stage",
      { ...elsewhere, Resource: [`arn:aws:execute-api:*:*:*/${SUB}/GET/t`] },
      "behind a verb",
    ],
    [
      "at one stage",
      { ...elsewhere, Resource: [`arn:aws:execute-api:*:*:*/dev/GET/${SUB}`] },
      "every API and stage",
    ],
    [
      "beside another variable",
      statement("Allow", `GET/${SUB}/${TENANT.replace("claim", "aws")}`),
      "as a whole segment",
    ],
  ])("is not valid %s", (_, each, message) => {
    const validated = validateDocument(documentOf(each));
    expect(validated.valid ? [] : validated.findings.map((finding) => finding.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it("is not valid in a condition", () => {
    const Condition = { StringEquals: { "aws:UserAgent": [SUB] } };
    const validated = validateDocument(documentOf({ ...statement("Allow", "GET/pets"), Condition }));
    expect(validated).toMatchObject({
      valid: false,
      findings: [{ message: "a claim can only be a segment of a path" }],
    });
  });
});
