import { describe, expect, it } from "vitest";
import { decodeToken, expiryOf, groupsOf, remainingText, usernameOf } from "./token.ts";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const rawOf = (claims: unknown, header: unknown = { alg: "RS256" }) => `${part(header)}.${part(claims)}.c2ln`;

const tokenOf = (claims: unknown) => {
  const token = decodeToken(rawOf(claims));
  if (!token) throw new Error("expected a token");
  return token;
};

describe("a token", () => {
  it("is read, whatever language its claims are in", () => {
    const claims = { username: "Žofie 🐈", sub: "??>>" };
    expect(decodeToken(rawOf(claims))).toEqual({ raw: rawOf(claims), header: { alg: "RS256" }, claims });
  });

  it.each([
    "",
    "a.b",
    "a.b.c.d",
    "..",
    "not a token",
    rawOf([]),
    rawOf(null),
    rawOf("text"),
    rawOf({}, []),
    `${part({})}.${part({})}`,
    `${part({})}.${Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url")}.c2ln`,
    `${part({})}.${Buffer.from("{").toString("base64url")}.c2ln`,
    `${part({})}.${Buffer.from("{}").toString("base64")}.c2ln`,
  ])("is not `%s`", (raw) => {
    expect(decodeToken(raw)).toBeUndefined();
  });
});

describe("the groups of a token", () => {
  it.each([
    [{ "cognito:groups": ["a", "b"] }, ["a", "b"]],
    [{ "cognito:groups": ["a", 1, null] }, ["a"]],
    [{ "cognito:groups": "admins" }, []],
    [{}, []],
  ])("of %j are %j", (claims, groups) => {
    expect(groupsOf(tokenOf(claims))).toEqual(groups);
  });
});

it.each([
  [{ username: "vet" }, "vet"],
  [{ "cognito:username": "vet" }, "vet"],
  [{}, "somebody without a name"],
])("names the user of %j", (claims, name) => {
  expect(usernameOf(tokenOf(claims))).toBe(name);
});

it.each([
  [{ exp: 1_793_664_000 }, 1_793_664_000_000],
  [{ exp: "1793664000" }, 0],
  [{}, 0],
])("is over at the time that %j says, else already", (claims, expiry) => {
  expect(expiryOf(tokenOf(claims))).toBe(expiry);
});

it.each([
  [3_600_000, "1:00:00"],
  [3_599_999, "59:59"],
  [65_000, "1:05"],
  [1000, "0:01"],
  [999, undefined],
  [-1, undefined],
])("has %d ms left: %s", (left, text) => {
  expect(remainingText(1_000_000 + left, 1_000_000)).toBe(text);
});
