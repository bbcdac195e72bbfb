import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callerOf } from "./caller.ts";
import { TokenRefused } from "./errors.ts";

const POOL = "eu-west-1_Lychgate";
const EXPIRES = 1_800_000_000;
const CLAIMS = { sub: "5c0a", username: "ana", exp: EXPIRES, "cognito:groups": ["pet-owner"] };

const names = (count: number) => Array.from({ length: count }, (_, index) => `group-${index}`);

describe("a caller", () => {
  it("is who the claims say, and nothing else of them", () => {
    const claims = { ...CLAIMS, email: "ana@clinic.example", scope: "admin", iat: 1 };
    const caller = { sub: "5c0a", username: "ana", groups: ["pet-owner"], expires: EXPIRES };
    expect(callerOf(claims, POOL)).toEqual(caller);
  });

  it.each<[string, unknown, string[]]>([
    ["no claim", undefined, []],
    ["null", null, []],
    ["an empty list", [], []],
    ["several, which come sorted", ["b", "C", "a"], ["C", "a", "b"]],
    ["duplicates, which count once", ["a", "b", "a"], ["a", "b"]],
    ["those of identity providers, which are ignored", [`${POOL}_Google`, "a", `${POOL}_SAML`], ["a"]],
    [
      "an identity provider's of another pool, which is a name like others",
      ["eu-west-1_Other_Google"],
      ["eu-west-1_Other_Google"],
    ],
    ["the name of the pool, which is a name like others", [POOL], [POOL]],
    ["names that objects have", ["__proto__", "constructor"], ["__proto__", "constructor"]],
    ["100 of them", names(100), names(100).sort()],
  ])("with %s for groups", (_, groups, expected) => {
    expect(callerOf({ ...CLAIMS, "cognito:groups": groups }, POOL).groups).toEqual(expected);
  });

  it("is the same in whatever order the groups come", () => {
    const shuffled = fc
      .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 8 })
      .chain((groups) =>
        fc.tuple(fc.constant(groups), fc.shuffledSubarray(groups, { minLength: groups.length })),
      );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const caller = (groups: string[]) => callerOf({ ...CLAIMS, "cognito:groups": groups }, POOL);
        expect(caller(other)).toEqual(caller(one));
      }),
    );
  });
});

describe("claims that are not of their type", () => {
  it.each<[string, Record<string, unknown>]>([
    ["no sub", { sub: undefined }],
    ["an empty sub", { sub: "" }],
    ["a sub that is a number", { sub: 1 }],
    ["a sub that is a list", { sub: ["5c0a"] }],
    ["no username", { username: undefined }],
    ["a username that is an object", { username: {} }],
    ["no exp", { exp: undefined }],
    ["an exp that is text", { exp: String(EXPIRES) }],
    ["an exp that is not whole", { exp: EXPIRES + 0.5 }],
    ["an exp that is not a number", { exp: Number.NaN }],
    ["an exp without end", { exp: Number.POSITIVE_INFINITY }],
    ["an exp before the epoch", { exp: -1 }],
    ["an exp after the year 9999", { exp: 253_402_300_800 }],
    ["groups that are text", { "cognito:groups": "admins" }],
    ["groups that are an object", { "cognito:groups": { 0: "admins", length: 1 } }],
    ["a group that is a number", { "cognito:groups": ["pet-owner", 1] }],
    ["a group that is null", { "cognito:groups": [null] }],
    ["101 groups", { "cognito:groups": names(101) }],
    ["101 times one group", { "cognito:groups": Array.from({ length: 101 }, () => "pet-owner") }],
  ])("are refused: %s", (_, claims) => {
    const read = () => callerOf({ ...CLAIMS, ...claims }, POOL);
    expect(read).toThrow(TokenRefused);
    expect(read).toThrow("TokenInvalid");
  });

  it("may name the last second of the year 9999", () => {
    expect(callerOf({ ...CLAIMS, exp: 253_402_300_799 }, POOL).expires).toBe(253_402_300_799);
  });
});
