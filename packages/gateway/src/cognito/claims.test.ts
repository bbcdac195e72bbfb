import { describe, expect, it } from "vitest";
import { renderClaims } from "./claims.ts";

const AS_API_GATEWAY = { claimTimes: "date", claimLists: "commas" } as const;

describe("a claim", () => {
  it.each<[string, unknown, string]>([
    ["sub", "5c0a4c0e", "5c0a4c0e"],
    ["email_verified", true, "true"],
    ["auth_time", 1469814773, "1469814773"],
    ["exp", 1469818373, "Fri Jul 29 18:52:53 UTC 2016"],
    ["iat", 1469814773, "Fri Jul 29 17:52:53 UTC 2016"],
    ["exp", 1_722_643_443, "Sat Aug 03 00:04:03 UTC 2024"],
    ["exp", 1e300, "1e+300"],
    ["iat", "later", "later"],
    ["cognito:groups", ["admins", "pet-owner"], "admins,pet-owner"],
    ["cognito:groups", [], ""],
    ["cognito:roles", [1, "b", null], "1,b,null"],
    ["address", { formatted: "x" }, '{"formatted":"x"}'],
    ["nothing", null, "null"],
    ["__proto__", "text", "text"],
  ])("`%s` of %j is `%s`", (name, value, text) => {
    const claims = Object.fromEntries([[name, value]]);
    expect([...renderClaims(claims, AS_API_GATEWAY)]).toEqual([[name, text]]);
  });

  it.each([
    [{ ...AS_API_GATEWAY, claimTimes: "seconds" }, "exp", 1469818373, "1469818373"],
    [{ ...AS_API_GATEWAY, claimLists: "brackets" }, "cognito:groups", ["a", "b"], "[a b]"],
  ] as const)("with %j: `%s` of %j is `%s`", (rendering, name, value, text) => {
    expect(renderClaims({ [name]: value }, rendering).get(name)).toBe(text);
  });
});
