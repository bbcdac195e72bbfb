import { describe, expect, it } from "vitest";
import { CONDITION_OPERATORS, parseOperator } from "./condition.ts";

describe("an operator's name", () => {
  it.each([
    ["IpAddress", { operator: "IpAddress", ifExists: false }],
    ["StringLikeIfExists", { operator: "StringLike", ifExists: true }],
    ["ForAnyValue:StringLike", { operator: "StringLike", ifExists: false, set: "ForAnyValue" }],
    ["ForAllValues:ArnLikeIfExists", { operator: "ArnLike", ifExists: true, set: "ForAllValues" }],
    ["Null", { operator: "Null", ifExists: false }],
  ])("`%s` is taken apart", (name, parsed) => {
    expect(parseOperator(name)).toEqual(parsed);
  });

  it.each([
    "",
    "IfExists",
    "ipaddress",
    "StringLikeifexists",
    "StringLikeIfExistsIfExists",
    "NullIfExists",
    "ForAnyValue:Null",
    "ForSomeValues:StringLike",
    "ForAnyValue:",
    "constructor",
    "__proto__",
    "A".repeat(100_000),
  ])("%# is none that IAM knows", (name) => {
    expect(parseOperator(name)).toBeUndefined();
  });

  it("is known with and without the suffix, but for `Null`", () => {
    const names = Object.keys(CONDITION_OPERATORS).filter((name) => name !== "Null");
    expect(names.filter((name) => parseOperator(`${name}IfExists`)?.operator !== name)).toEqual([]);
  });
});
