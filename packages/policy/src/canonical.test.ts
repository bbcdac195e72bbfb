import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalize, documentOf, textOf } from "./canonical.ts";
import { PolicyError } from "./errors.ts";
import type { ConditionBlock, PolicyDocument, Statement } from "./policy-document.ts";

function text(...statements: Statement[]): string {
  return textOf(canonicalize({ Version: "2012-10-17", Statement: statements }));
}

const PLAIN: Statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };

function conditioned(Condition: ConditionBlock): string {
  return text({ ...PLAIN, Condition });
}

describe("the canonical form", () => {
  it("has lists for scalars, and its properties in IAM's order", () => {
    const document: PolicyDocument = {
      Id: "pets",
      Statement: {
        Condition: { Bool: { "aws:SecureTransport": true } },
        Resource: "*",
        Action: "execute-api:Invoke",
        Effect: "Allow",
        Sid: "Pets",
      },
    };
    expect(textOf(canonicalize(document))).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"Pets","Effect":"Allow","Action":["execute-api:Invoke"],"Resource":["*"],"Condition":{"Bool":{"aws:SecureTransport":["true"]}}}]}',
    );
  });

  it("keeps what is excepted apart from what is named", () => {
    expect(text({ Effect: "Deny", NotAction: "execute-api:Invoke", NotResource: ["b", "a"] })).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["execute-api:Invoke"],"NotResource":["a","b"]}]}',
    );
  });

  it.each<[string, Statement[], Statement[]]>([
    [
      "the order and the repetition of list items",
      [{ ...PLAIN, Resource: ["a", "b"] }],
      [{ ...PLAIN, Resource: ["b", "a", "b"] }],
    ],
    ["a scalar for a list", [{ ...PLAIN, Action: ["*"] }], [{ ...PLAIN, Action: "*" }]],
    [
      "the order of statements",
      [
        { ...PLAIN, Sid: "A" },
        { ...PLAIN, Sid: "B" },
      ],
      [
        { ...PLAIN, Sid: "B" },
        { ...PLAIN, Sid: "A" },
      ],
    ],
    ["a statement a second time", [PLAIN], [PLAIN, { ...PLAIN }]],
    ["an empty Sid", [PLAIN], [{ ...PLAIN, Sid: "" }]],
  ])("does not depend on %s", (_, first, second) => {
    expect(text(...second)).toBe(text(...first));
  });

  it.each<[string, ConditionBlock, ConditionBlock]>([
    [
      "the order of operators",
      { Bool: { "aws:SecureTransport": "true" }, Null: { "aws:Referer": "true" } },
      { Null: { "aws:Referer": "true" }, Bool: { "aws:SecureTransport": "true" } },
    ],
    [
      "the order of keys",
      { StringLike: { "aws:Referer": "a", "aws:UserAgent": "b" } },
      { StringLike: { "aws:UserAgent": "b", "aws:Referer": "a" } },
    ],
    ["the case of keys", { StringLike: { "aws:UserAgent": "b" } }, { StringLike: { "AWS:useragent": "b" } }],
    [
      "the type of values",
      { NumericEquals: { "aws:EpochTime": 7 } },
      { NumericEquals: { "aws:EpochTime": "7" } },
    ],
    [
      "the host bits of a network",
      { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      { IpAddress: { "aws:SourceIp": "192.0.2.77/24" } },
    ],
    [
      "the length of a lone address",
      { IpAddress: { "aws:SourceIp": "192.0.2.7" } },
      { IpAddress: { "aws:SourceIp": ["192.0.2.7/32"] } },
    ],
    [
      "the spelling of an IPv6 network",
      { NotIpAddressIfExists: { "aws:SourceIp": ["2001:db8::/32"] } },
      { NotIpAddressIfExists: { "aws:SourceIp": ["2001:0DB8:0:0::/32", "2001:db8::/32"] } },
    ],
  ])("does not depend, in a condition, on %s", (_, first, second) => {
    expect(conditioned(second)).toBe(conditioned(first));
  });

  it.each<[string, ConditionBlock, ConditionBlock]>([
    [
      "text that looks like a network",
      { StringEquals: { "aws:UserAgent": "192.0.2.0/24" } },
      { StringEquals: { "aws:UserAgent": "192.0.2.1/24" } },
    ],
    [
      "the case of text",
      { StringEquals: { "aws:UserAgent": "a" } },
      { StringEquals: { "aws:UserAgent": "A" } },
    ],
    [
      "the length of a network",
      { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      { IpAddress: { "aws:SourceIp": "192.0.2.0/25" } },
    ],
  ])("depends on %s", (_, first, second) => {
    expect(conditioned(second)).not.toBe(conditioned(first));
  });

  it("sorts by code unit, as every locale would not", () => {
    expect(
      canonicalize({ Statement: { ...PLAIN, Resource: ["é", "z", "a", "Z"] } }).Statement[0]?.Resource,
    ).toEqual(["Z", "a", "z", "é"]);
  });

  it("keeps a key named `__proto__` a key", () => {
    const condition = JSON.parse('{ "StringEquals": { "__proto__": "a" } }');
    expect(conditioned(condition)).toContain('"Condition":{"StringEquals":{"__proto__":["a"]}}');
  });
});

describe("a document that has no canonical form", () => {
  it("has one key in two spellings, of which both would have to hold", () => {
    const condition = { StringLike: { "aws:UserAgent": "a*", "aws:useragent": "*b" } };
    expect(() => conditioned(condition)).toThrow(
      new PolicyError(
        "InvalidPolicy",
        "expected each condition key once an operator, got one in two spellings",
      ),
    );
  });

  it.each<PolicyDocument>([
    { Statement: { ...PLAIN, Resource: `arn:aws:execute-api:*:*:*/*/GET/\${aws:UserAgent}` } },
    {
      Version: "2008-10-17",
      Statement: [{ ...PLAIN, Condition: { StringLike: { "aws:Referer": `\${*}` } } }],
    },
  ])("is of 2008 and holds `${`, which is literal there: %j", (document) => {
    expect(() => canonicalize(document)).toThrow(
      new PolicyError("InvalidPolicy", "expected `Version` 2012-10-17 in a document that holds `${`"),
    );
  });

  it("is not one of 2012 with a variable, nor one of 2008 without", () => {
    const resource = `arn:aws:execute-api:*:*:*/*/GET/\${aws:UserAgent}`;
    expect(text({ ...PLAIN, Resource: resource })).toContain(resource);
    expect(canonicalize({ Version: "2008-10-17", Statement: PLAIN }).Version).toBe("2012-10-17");
  });
});

describe("every document", () => {
  const list = fc.array(fc.constantFrom("a", "b", "*", "é"), { minLength: 1, maxLength: 4 });
  const condition = fc.dictionary(
    fc.constantFrom("IpAddress", "StringLike", "Null"),
    fc.dictionary(
      fc.constantFrom("aws:SourceIp", "aws:UserAgent", "other"),
      fc.array(fc.constantFrom("192.0.2.1/24", "192.0.2.0/24", "true")),
    ),
  );
  const statement: fc.Arbitrary<Statement> = fc.record(
    {
      Sid: fc.constantFrom("A", "B", ""),
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: list,
      Resource: list,
      Condition: condition,
    },
    { requiredKeys: ["Effect", "Action", "Resource"] },
  );
  const statements = fc.array(statement, { minLength: 1, maxLength: 5 });

  it("is its own canonical form, once canonical", () => {
    fc.assert(
      fc.property(statements, (all) => {
        const document = canonicalize({ Statement: all });
        expect(textOf(canonicalize(document))).toBe(textOf(document));
        expect(textOf(documentOf(document.Statement))).toBe(textOf(document));
      }),
    );
  });

  it("has one text in whatever order it is written", () => {
    const shuffled = statements.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.boolean()),
    );
    fc.assert(
      fc.property(shuffled, ([all, others, reverse]) => {
        const rewritten = others.map((each): Statement => {
          const entries = Object.entries({ ...each, Resource: [...(each.Resource ?? [])].toReversed() });
          return Object.fromEntries(reverse ? entries.toReversed() : entries) as unknown as Statement;
        });
        expect(text(...rewritten)).toBe(text(...all));
      }),
    );
  });
});
