import { describe, expect, it } from "vitest";
import { createSigner, equalSecrets } from "./signing-key.ts";

const SCOPE = { date: "20150830", region: "us-east-1", service: "iam" };

describe("a signer", () => {
  it("signs for each scope with a key of its own, in any order", () => {
    const scopes = [
      SCOPE,
      { ...SCOPE, date: "20150831" },
      { ...SCOPE, region: "eu-west-1" },
      { ...SCOPE, service: "sts" },
    ];
    const sign = createSigner("secret");
    const signed = [...scopes, ...scopes].map((scope) => sign(scope, "text"));
    expect(signed.slice(4)).toEqual(signed.slice(0, 4));
    expect(signed.slice(0, 4)).toEqual(scopes.map((scope) => createSigner("secret")(scope, "text")));
    expect(new Set(signed).size).toBe(4);
  });

  it("signs with its own secret", () => {
    expect(createSigner("a")(SCOPE, "text")).not.toBe(createSigner("b")(SCOPE, "text"));
  });
});

describe("two secrets", () => {
  it.each([
    ["", "", true],
    ["a", "a", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["\u00e9", "e", false],
  ])("`%s` and `%s` are equal: %s", (a, b, equal) => {
    expect(equalSecrets(a, b)).toBe(equal);
  });
});
