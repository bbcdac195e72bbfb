import type { ConditionBlock } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { lintPolicyDocument } from "./index.ts";
import {
  allow,
  confirmedRequest,
  contractOf,
  deny,
  documentOf,
  foundIn,
  foundInModule,
} from "./lint.cases.ts";

const PETS = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/pets";

/** The findings about a condition, as `LY201 IpAddress.aws:SourceIp`. */
function codesOf(condition: ConditionBlock, effect = allow): string[] {
  return foundIn([effect(PETS, condition)]).map((each) =>
    each.replace(/Statement\.0\.(Condition\.?)?/, "").trim(),
  );
}

describe("a condition", () => {
  it.each<[string, ConditionBlock, string[]]>([
    ["on the network", { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }, []],
    ["on a time", { DateLessThan: { "aws:CurrentTime": "2030-01-01" } }, []],
    ["on the client", { StringLike: { "aws:UserAgent": "clinic/*" } }, []],
    [
      "that every request meets",
      { Bool: { "aws:SecureTransport": true } },
      ["LY201 Bool.aws:SecureTransport"],
    ],
    ["of a key that is always there", { Null: { "aws:CurrentTime": false } }, ["LY201 Null.aws:CurrentTime"]],
    [
      "of two halves of all addresses, where each has one",
      {
        IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1", "::/0"] },
        Null: { "aws:SourceIp": false },
      },
      [],
    ],
    ["that no request meets", { Bool: { "aws:SecureTransport": false } }, ["LY202 Bool.aws:SecureTransport"]],
    [
      "that contradicts itself",
      { IpAddress: { "aws:SourceIp": "192.0.2.0/24" }, NotIpAddress: { "aws:SourceIp": "192.0.0.0/16" } },
      ["LY202"],
    ],
    [
      "on times that do not meet",
      {
        DateLessThan: { "aws:CurrentTime": "2026-01-01" },
        DateGreaterThan: { "aws:EpochTime": "1893456000" },
      },
      ["LY202"],
    ],
  ])("%s", (_, condition, codes) => {
    expect(codesOf(condition)).toEqual(codes);
  });

  it.each<[string, ConditionBlock, RegExp]>([
    [
      "a positive operator",
      { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
      /never supplies `aws:PrincipalOrgID`, so the test never holds/,
    ],
    ["a negated operator", { StringNotEquals: { "aws:PrincipalTag/a": "b" } }, /always holds/],
    ["`IfExists`", { StringEqualsIfExists: { "aws:userid": "b" } }, /always holds/],
    ["`Null`", { Null: { "aws:TokenIssueTime": true } }, /always finds it absent/],
  ])("on an unknown key, with %s", (_, condition, message) => {
    const [finding] = lintPolicyDocument(documentOf(allow(PETS, condition)));
    expect(finding).toMatchObject({ code: "LY203", message: expect.stringMatching(message) });
  });

  it("takes a known key in any case", () => {
    expect(codesOf({ IpAddress: { "AWS:sourceip": "192.0.2.0/24" } })).toEqual([]);
  });
});

describe("a condition that holds without its key", () => {
  it.each<[string, ConditionBlock, string]>([
    ["negated", { StringNotEquals: { "aws:UserAgent": "curl" } }, "aws:UserAgent"],
    ["with `IfExists`", { StringLikeIfExists: { "aws:Referer": "https://clinic.example/*" } }, "aws:Referer"],
    [
      "of a network, which a VPC endpoint hides",
      { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      "aws:SourceIp",
    ],
  ])("%s", (_, condition, key) => {
    const document = documentOf(allow(PETS, condition));
    const [finding] = lintPolicyDocument(document);
    expect(finding).toMatchObject({ code: "LY204" });
    expect(confirmedRequest(document, finding)).toBe("GET /pets");
    expect(finding?.witness?.context).not.toHaveProperty([key]);
  });

  it.each<[string, ConditionBlock]>([
    [
      "where the key has to be there",
      { StringNotEquals: { "aws:UserAgent": "curl" }, Null: { "aws:UserAgent": false } },
    ],
    ["where the key always is", { DateNotEquals: { "aws:CurrentTime": "2026-01-01" } }],
    ["where the operator is positive", { StringEquals: { "aws:UserAgent": "clinic" } }],
  ])("is not found %s", (_, condition) => {
    expect(codesOf(condition)).toEqual([]);
  });

  it("is found in a Deny, which refuses such requests", () => {
    const [finding] = lintPolicyDocument(
      documentOf(deny(PETS, { StringNotEquals: { "aws:UserAgent": "clinic" } })),
    );
    expect(finding).toMatchObject({
      code: "LY204",
      message: expect.stringContaining("also refuses a request"),
    });
  });
});

describe("`ForAllValues`", () => {
  const condition = { "ForAllValues:StringLike": { "aws:UserAgent": "clinic/*" } };

  it("is found in an Allow", () => {
    expect(codesOf(condition)).toEqual(["LY205 ForAllValues:StringLike.aws:UserAgent"]);
  });

  it("is fine where the key has to be there, and in a Deny", () => {
    expect(codesOf({ ...condition, Null: { "aws:UserAgent": "false" } })).toEqual([]);
    expect(codesOf(condition, deny)).toEqual([]);
  });
});

describe("a time in milliseconds", () => {
  it.each<[string, ConditionBlock, string[]]>([
    [
      "as a date",
      { DateLessThan: { "aws:CurrentTime": 1767225600000 } },
      ["LY206 DateLessThan.aws:CurrentTime"],
    ],
    [
      "as a number",
      { NumericGreaterThan: { "aws:EpochTime": "1767225600000" } },
      ["LY206 NumericGreaterThan.aws:EpochTime"],
    ],
    ["is none in seconds", { NumericLessThan: { "aws:EpochTime": 1767225600 } }, []],
  ])("%s", (_, condition, codes) => {
    expect(codesOf(condition).filter((code) => !code.startsWith("LY20") || code.startsWith("LY206"))).toEqual(
      codes,
    );
  });

  it("is found in a module, with the seconds that are meant", () => {
    const [finding] = foundInModule(contractOf("GET /pets"), {
      sid: "Read",
      effect: "Allow",
      routes: ["GET /pets"],
      condition: { NumericLessThan: { "aws:EpochTime": 1767225600000 } },
    });
    expect(finding).toMatchObject({ code: "LY206", sid: "Read" });
    expect(finding?.path).toEqual(["statements", 0, "condition", "NumericLessThan", "aws:EpochTime"]);
    expect(finding?.message).toContain("`1767225600` is 2026-01-01T00:00:00.000Z");
  });
});
