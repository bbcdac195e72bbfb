import { describe, expect, it } from "vitest";
import { principalArn, principalId, sessionArn } from "./principal.ts";

describe("a principal", () => {
  it("has an ARN with its path", () => {
    expect(principalArn("111122223333", "user", "/clinic/", "ann")).toBe(
      "arn:aws:iam::111122223333:user/clinic/ann",
    );
  });

  it("loses the path of its role in a session", () => {
    expect(sessionArn("111122223333", "vet", "monday")).toBe(
      "arn:aws:sts::111122223333:assumed-role/vet/monday",
    );
  });

  it.each([
    ["user", /^AIDA[A-Z2-7]{17}$/],
    ["role", /^AROA[A-Z2-7]{17}$/],
  ] as const)("has the id of a %s, the same at every start", (type, pattern) => {
    expect(principalId(type, "a")).toMatch(pattern);
    expect(principalId(type, "a")).toBe(principalId(type, "a"));
    expect(principalId(type, "a")).not.toBe(principalId(type, "b"));
  });
});
