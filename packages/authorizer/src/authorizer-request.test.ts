import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEV, PETS, requestEvent, tokenEvent } from "../test/events.ts";
import type { Authorization } from "./authorization.ts";
import { prepare } from "./authorizer-request.ts";
import { AuthorizerFault } from "./errors.ts";

const BEARER = (token: string): Authorization => ({ kind: "bearer", token });
const MISSING: Authorization = { kind: "missing" };
const AMBIGUOUS: Authorization = { kind: "ambiguous" };
const OTHER: Authorization = { kind: "other" };

const authorizationOf = (event: unknown) => prepare(event).authorization;

describe("the value of an Authorization header", () => {
  it.each<[string, string, Authorization]>([
    ["a bearer token", "Bearer aaa.bbb.ccc", BEARER("aaa.bbb.ccc")],
    ["the scheme in lower case", "bearer aaa.bbb.ccc", BEARER("aaa.bbb.ccc")],
    ["the scheme in upper case", "BEARER aaa.bbb.ccc", BEARER("aaa.bbb.ccc")],
    ["several spaces", "Bearer    aaa.bbb.ccc", BEARER("aaa.bbb.ccc")],
    ["every character of a token", "Bearer aZ09._~+/-==", BEARER("aZ09._~+/-==")],
    ["the longest value", `Bearer ${"a".repeat(10_233)}`, BEARER("a".repeat(10_233))],
    ["a value of 10,241 characters", `Bearer ${"a".repeat(10_234)}`, OTHER],
    ["a space before the scheme", " Bearer aaa", OTHER],
    ["a space after the token", "Bearer aaa ", OTHER],
    ["a line break after the token", "Bearer aaa\n", OTHER],
    ["a tab for a space", "Bearer\taaa", OTHER],
    ["no space", "Beareraaa", OTHER],
    ["a scheme without a token", "Bearer", OTHER],
    ["a scheme and a space", "Bearer ", OTHER],
    ["a token alone", "aaa.bbb.ccc", OTHER],
    ["two tokens", "Bearer aaa bbb", OTHER],
    ["two values in one", "Bearer aaa, Bearer bbb", OTHER],
    ["another scheme", "Basic YW5hOnNlY3JldA==", OTHER],
    ["a space alone", " ", OTHER],
    ["nothing", "", MISSING],
  ])("that is %s is read alike in both kinds of event", (_, value, expected) => {
    expect(authorizationOf(tokenEvent(value))).toEqual(expected);
    expect(authorizationOf(requestEvent({ Authorization: value }))).toEqual(expected);
  });

  it("gives a token only as the whole of what follows the scheme", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const authorization = authorizationOf(tokenEvent(`Bearer ${text}`));
        if (authorization.kind === "bearer") expect(authorization.token).toBe(text.trimStart());
        else expect(authorization).toEqual(OTHER);
      }),
    );
  });
});

describe("a TOKEN event", () => {
  it.each<[string, object]>([
    ["without a token", tokenEvent(undefined)],
    ["with null for a token", { ...tokenEvent("x"), authorizationToken: null }],
    ["with a list for a token", { ...tokenEvent("x"), authorizationToken: ["Bearer aaa"] }],
    ["with its token in a header", { ...tokenEvent(undefined), headers: { Authorization: "Bearer aaa" } }],
  ])("%s has none", (_, event) => {
    expect(authorizationOf(event)).toEqual(MISSING);
  });
});

describe("a REQUEST event", () => {
  it.each<[string, unknown, unknown, Authorization]>([
    ["in lower case", { authorization: "Bearer aaa" }, null, BEARER("aaa")],
    ["in mixed case", { aUtHoRiZaTiOn: "Bearer aaa" }, null, BEARER("aaa")],
    ["in the second map alone", null, { authorization: ["Bearer aaa"] }, BEARER("aaa")],
    ["in both maps", { Authorization: "Bearer aaa" }, { Authorization: ["Bearer aaa"] }, BEARER("aaa")],
    ["that differs", { Authorization: "Bearer aaa" }, { Authorization: ["Bearer bbb"] }, AMBIGUOUS],
    ["with none in the second map", { Authorization: "Bearer aaa" }, { Host: ["h"] }, BEARER("aaa")],
    ["with an empty second one", { Authorization: "Bearer aaa" }, { Authorization: [] }, BEARER("aaa")],
    ["twice", { Authorization: "Bearer bbb" }, { Authorization: ["Bearer aaa", "Bearer bbb"] }, AMBIGUOUS],
    ["twice the same", null, { Authorization: ["Bearer aaa", "Bearer aaa"] }, AMBIGUOUS],
    ["twice, once empty", null, { Authorization: ["", "Bearer aaa"] }, AMBIGUOUS],
    ["in two casings", { Authorization: "Bearer aaa", authorization: "Bearer bbb" }, null, AMBIGUOUS],
    ["in two casings", null, { Authorization: ["Bearer aaa"], authorization: ["Bearer bbb"] }, AMBIGUOUS],
  ])("has the header %s: %j, %j", (_, headers, multiValueHeaders, expected) => {
    expect(authorizationOf(requestEvent(headers, multiValueHeaders))).toEqual(expected);
  });

  it.each<[string, unknown, unknown]>([
    ["null for both maps", null, null],
    ["undefined for both maps", undefined, undefined],
    ["other headers alone", { "X-Authorization": "Bearer aaa", Host: "h" }, { Host: ["h"] }],
    ["null for a value", { Authorization: null }, { Authorization: null }],
    ["a number for a value", { Authorization: 1 }, null],
    ["an object for a value", null, { Authorization: [{ toString: "Bearer aaa" }] }],
    ["text for a map", "Authorization: Bearer aaa", null],
    ["a header map in `__proto__`", JSON.parse('{ "__proto__": { "Authorization": "Bearer aaa" } }'), null],
    ["an inherited header", Object.create({ Authorization: "Bearer aaa" }), null],
  ])("with %s has no token", (_, headers, multiValueHeaders) => {
    expect(authorizationOf(requestEvent(headers, multiValueHeaders))).toEqual(MISSING);
  });

  it("does not take the token of a TOKEN event", () => {
    const event = { ...requestEvent(null), authorizationToken: "Bearer aaa" };
    expect(authorizationOf(event)).toEqual(MISSING);
  });
});

describe("the binding", () => {
  it.each([
    ["a path", PETS],
    ["the root", `${DEV}GET/`],
    ["a path with wildcards, which are text there", `${DEV}GET/petstore/*/\${x}?`],
    ["a path with colons", `${DEV}POST/pets/a:b`],
  ])("of a method with %s is its API and stage", (_, methodArn) => {
    expect(prepare(tokenEvent("Bearer aaa", methodArn)).binding).toEqual({ prefix: DEV });
  });
});

describe("an event that is not one of an authorizer", () => {
  const event = tokenEvent("Bearer aaa");
  it.each<[string, unknown]>([
    ["null", null],
    ["text", "TOKEN"],
    ["a list", [event]],
    ["an empty object", {}],
    ["one without `methodArn`", { type: "TOKEN", authorizationToken: "Bearer aaa" }],
    ["one with a `methodArn` that is no text", { ...event, methodArn: [PETS] }],
    ["one with an empty `methodArn`", { ...event, methodArn: "" }],
    ["one of another service", { ...event, methodArn: "arn:aws:lambda:eu-west-1:111122223333:a/b/GET/c" }],
    ["one without a verb", { ...event, methodArn: DEV }],
    ["one for every stage", { ...event, methodArn: PETS.replace("/dev/", "/*/") }],
    ["one for every API", { ...event, methodArn: PETS.replace("abcdef1234", "*") }],
    ["one for every region", { ...event, methodArn: PETS.replace("eu-west-1", "*") }],
    ["one for any account", { ...event, methodArn: PETS.replace("111122223333", "11112222333?") }],
    ["one with a variable", { ...event, methodArn: PETS.replace("/dev/", `/\${aws:username}/`) }],
    ["one without a type", { ...event, type: undefined }],
    ["one of another type", { ...event, type: "COGNITO_USER_POOLS" }],
    ["one with its type in lower case", { ...event, type: "token" }],
    [
      "one whose properties are inherited from `__proto__`",
      JSON.parse(`{ "__proto__": ${JSON.stringify(event)} }`),
    ],
  ])("such as %s is a fault, and the message holds nothing of it", (_, value) => {
    const error = faultOf(() => prepare(value));
    expect(error.code).toBe("InvalidEvent");
    expect(error.message).not.toMatch(/aaa|111122223333/);
  });
});

function faultOf(run: () => unknown): AuthorizerFault {
  try {
    run();
  } catch (error) {
    if (error instanceof AuthorizerFault) return error;
    throw error;
  }
  throw new Error("expected a fault");
}
