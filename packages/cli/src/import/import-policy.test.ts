import { compile } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { ANY_STAGE, allow, contractOf, documentOf, imported, outcome, type Part } from "./import-fixtures.ts";
import { importPolicy } from "./import-policy.ts";

const NAMED_STAGE = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/";

const PETSTORE = contractOf(
  "GET /petstore/v1/pets",
  "POST /petstore/v1/pets",
  "GET /petstore/v1/pets/{petId}",
  "GET /petstore/v2/pets",
  "GET /petstore/v2/status",
);

/** The policy of the group `pet-veterinarian` in AWS's sample. */
const SAMPLE = documentOf({
  Sid: "PetStore-API",
  ...allow("*/petstore/v1/*", "GET/petstore/v2/status"),
  Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } },
});

describe("the policy of AWS's sample", () => {
  it("becomes the routes that it means, which are the same over the API", () => {
    const { outcome: result } = imported(SAMPLE, PETSTORE);
    expect(result).toMatchObject({
      status: "equivalentOverApi",
      policy: {
        group: "readers",
        description: "The group readers, as imported from table.json.",
        statements: [
          {
            sid: "PetStoreAPI",
            effect: "Allow",
            routes: ["ANY /petstore/v1/**", "GET /petstore/v2/status"],
            condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } },
          },
        ],
      },
    });
  });

  it("comes with the requests that its stars let in and the module does not", () => {
    const { outcome: result } = imported(SAMPLE, PETSTORE);
    if (!("slipped" in result)) throw new Error("expected a module");
    expect(result.slipped.map(({ resource, witness, route }) => [resource, witness.path, route])).toEqual([
      [`${ANY_STAGE}*/petstore/v1/*`, expect.stringMatching(/^\/.+\/petstore\/v1\//), undefined],
      [
        `${ANY_STAGE}GET/petstore/v2/status`,
        expect.stringMatching(/\/GET\/petstore\/v2\/status$/),
        undefined,
      ],
    ]);
    for (const { witness } of result.slipped) {
      expect(witness.context["aws:SourceIp"]).toMatch(/^(192\.0\.2|198\.51\.100)\./);
    }
  });

  it("becomes narrower over the sample's own API, which serves every path", () => {
    const { outcome: result } = imported(SAMPLE, contractOf("ANY /{api+}"));
    expect(result).toMatchObject({
      status: "narrowed",
      judgement: { lost: { operation: { template: "/{api+}" } } },
    });
  });
});

describe("a document becomes", () => {
  it.each<[string, Part[], unknown[]]>([
    [
      "the routes that it names",
      [allow("GET/pets", "POST/pets")],
      ["equivalent", ["GET /pets", "POST /pets"]],
    ],
    [
      "the operation that its star covers",
      [allow("GET/pets", "GET/pets/*")],
      ["equivalent", ["GET /pets", "GET /pets/{petId}"]],
    ],
    [
      "`ANY` for a route whose verbs it names all",
      [allow(...["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map((verb) => `${verb}/pets`))],
      ["equivalent", ["ANY /pets"]],
    ],
    ["`ANY /**` for everything", [{ Resource: "*" }], ["equivalent", ["ANY /**"]]],
    [
      "ARNs, where its star admits the path above with a slash",
      [allow("GET/pets/*")],
      ["equivalent", [`${ANY_STAGE}GET/pets/*`]],
    ],
    ["ARNs, for part of a segment", [allow("GET/pe*")], ["equivalent", [`${ANY_STAGE}GET/pe*`]]],
    [
      "routes and ARNs, where only some of it are routes",
      [allow("GET/pets", "GET/pets/1*")],
      ["equivalent", ["GET /pets"], [`${ANY_STAGE}GET/pets/1*`]],
    ],
    [
      "ARNs, for one API and stage",
      [{ Resource: [`${NAMED_STAGE}GET/pets`] }],
      ["equivalent", [`${NAMED_STAGE}GET/pets`]],
    ],
    [
      "ARNs with a verb each, for every verb at one stage",
      [{ Resource: [`${NAMED_STAGE}*/pets/*`] }],
      ["equivalentOverApi", expect.arrayContaining([`${NAMED_STAGE}GET/pets/*`, `${NAMED_STAGE}PUT/pets/*`])],
    ],
    [
      "ARNs with their verbs, where stars stand for what comes before the path",
      [{ Resource: ["arn:aws:execute-api:*:*:*/*/pets/*", "arn:aws:execute-api:*:*:*/GET/pets"] }],
      ["equivalentOverApi", expect.arrayContaining([`${ANY_STAGE}GET/pets`, `${ANY_STAGE}PUT/pets/*`])],
    ],
    [
      "a denied route, where it denies both spellings",
      [allow("*"), { ...allow("GET/pets", "GET/pets/"), Effect: "Deny" }],
      ["equivalent", ["ANY /**"], ["GET /pets"]],
    ],
    [
      "a denied ARN, where it denies one spelling",
      [allow("*"), { ...allow("GET/pets"), Effect: "Deny" }],
      ["equivalent", ["ANY /**"], [`${ANY_STAGE}GET/pets`]],
    ],
  ])("%s", (_, parts, expected) => {
    const [status, ...statements] = outcome(documentOf(...parts));
    expect([status, ...statements.sort()]).toEqual(expected);
  });

  it.each<[string, Part["Condition"], unknown]>([
    [
      "keys as AWS spells them",
      { IpAddress: { "AWS:sourceip": "192.0.2.7" } },
      { IpAddress: { "aws:SourceIp": ["192.0.2.7/32"] } },
    ],
    ["truth values", { Bool: { "aws:SecureTransport": "TRUE" } }, { Bool: { "aws:SecureTransport": true } }],
    ["presence", { Null: { "aws:Referer": "false" } }, { Null: { "aws:Referer": false } }],
    [
      "times",
      { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
      { DateLessThan: { "aws:CurrentTime": ["2027-01-01T00:00:00Z"] } },
    ],
  ])("a module whose condition has %s", (_, Condition, condition) => {
    expect(
      imported(documentOf({ ...allow("GET/pets"), ...(Condition && { Condition }) })).outcome,
    ).toMatchObject({
      status: "equivalent",
      policy: { statements: [{ condition }] },
    });
  });

  it("a module with a Deny of its own, where the contract no longer has what the compiler took back", () => {
    const taken = {
      Sid: "ReadLychgateGuard",
      Effect: "Deny",
      ...allow("GET/pets/mine"),
      Action: ["execute-api:Invoke"],
    };
    const { outcome: result } = imported(
      documentOf({ Sid: "Read", ...allow("GET/pets", "GET/pets/*") }, taken),
    );
    expect(result).toMatchObject({
      status: "equivalent",
      policy: {
        statements: [
          { sid: "Read", effect: "Allow", resources: [`${ANY_STAGE}GET/pets`, `${ANY_STAGE}GET/pets/*`] },
          { sid: "ReadExcept", effect: "Deny", resources: [`${ANY_STAGE}GET/pets/mine`] },
        ],
      },
    });
  });

  it("a module whose statements have names of letters and digits, each its own", () => {
    const parts = [
      { Sid: "Read-pets", ...allow("GET/pets") },
      { Sid: "Read pets", ...allow("POST/pets") },
      allow("GET/pets/1"),
    ];
    const { outcome: result } = imported(documentOf(...parts));
    if (!("policy" in result)) throw new Error("expected a module");
    expect(result.policy.statements.map(({ sid }) => sid)).toEqual(["GetPets1", "Readpets", "Readpets2"]);
  });
});

describe("a compiled module gives back", () => {
  const api = contractOf(
    "GET /pets",
    "GET /pets/{petId}",
    "GET /pets/{petId}/toys",
    "GET /pets/{petId}/toys/{toyId}",
  );
  it.each<[string, string[]]>([
    ["one segment, where the compiler took back what is below", ["GET /pets/{petId}"]],
    ["everything below, where it took nothing back", ["GET /pets/**"]],
    ["a segment in the middle", ["GET /pets/{petId}/toys", "GET /pets/{petId}/toys/{toyId}"]],
    ["everything", ["ANY /**"]],
  ])("%s", (_, routes) => {
    const policy = {
      group: "readers",
      description: "Readers.",
      usageTier: "gold",
      statements: [{ sid: "Read", effect: "Allow" as const, routes }],
    };
    const described = { group: "readers", origin: "table", description: "Readers.", usageTier: "gold" };
    const source = { ...described, isCompiled: true };
    const { outcome: result } = importPolicy({ ...source, document: compile(policy, api).document }, api);
    expect(result).toMatchObject({ status: "equivalent", policy, slipped: [] });
  });
});
