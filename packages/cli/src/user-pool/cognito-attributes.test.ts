import { describe, expect, it } from "vitest";
import { attributeClaims, isAttributeName } from "./cognito-attributes.ts";

describe("the name of an attribute", () => {
  it.each(["email", "email_verified", "given_name", "custom:tenant"])("may be `%s`", (name) => {
    expect(isAttributeName(name)).toBe(true);
  });

  it.each([
    "sub",
    "iss",
    "exp",
    "token_use",
    "cognito:groups",
    "custom:",
    "tenant",
    "__proto__",
    "custom: x",
  ])("is not `%s`, which would be another claim or none", (name) => {
    expect(isAttributeName(name)).toBe(false);
  });
});

describe("the claims of attributes", () => {
  it("are the standard ones, and say as a fact what was verified", () => {
    const attributes = Object.entries({
      sub: "1",
      email: "ana@example.com",
      email_verified: "false",
      phone_number_verified: "true",
      "custom:tenant": "north",
      "cognito:groups": "admins",
    }).map(([Name, Value]) => ({ Name, Value }));
    expect(attributeClaims(attributes)).toEqual({
      email: "ana@example.com",
      email_verified: false,
      phone_number_verified: true,
    });
  });
});
