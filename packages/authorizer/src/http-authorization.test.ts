import { describe, expect, it } from "vitest";
import { FORMAT_1, FORMAT_2 } from "../test/documented-events.ts";
import { httpEvent1, httpEvent2 } from "../test/events.ts";
import type { Authorization } from "./authorization.ts";
import { prepare } from "./authorizer-request.ts";
import { AuthorizerFault } from "./errors.ts";

const BEARER = (token: string): Authorization => ({ kind: "bearer", token });

const authorizationOf = (event: unknown) => prepare(event).authorization;

describe("an Authorization header of an HTTP API", () => {
  it.each<[string, string, Authorization["kind"]]>([
    ["two values in one", "Bearer aaa,Bearer bbb", "ambiguous"],
    ["two values with a space", "Bearer aaa, Bearer bbb", "ambiguous"],
    ["twice the same", "Bearer aaa,Bearer aaa", "ambiguous"],
    ["a value and nothing", "Bearer aaa,", "ambiguous"],
    ["another scheme", "Basic YW5hOnNlY3JldA==", "other"],
    ["a token alone", "aaa.bbb.ccc", "other"],
    ["nothing", "", "missing"],
  ])("that is %s is read alike in both formats: %s", (_, authorization, kind) => {
    expect(authorizationOf(httpEvent1({ authorization })).kind).toBe(kind);
    expect(authorizationOf(httpEvent2({ authorization })).kind).toBe(kind);
  });

  it.each<[string, object, Authorization]>([
    ["a token, in format 1.0", httpEvent1({ authorization: "Bearer aaa" }), BEARER("aaa")],
    ["a token, in format 2.0", httpEvent2({ authorization: "bearer  aaa" }), BEARER("aaa")],
    [
      "two values in the second map",
      { ...httpEvent1(), multiValueHeaders: { authorization: ["Bearer aaa", "Bearer bbb"] } },
      { kind: "ambiguous" },
    ],
    ["none, as in the documentation of format 1.0", FORMAT_1, { kind: "missing" }],
    ["none, as in the documentation of format 2.0", FORMAT_2, { kind: "missing" }],
    [
      "none, but `authorizationToken`",
      { ...httpEvent1(), authorizationToken: "Bearer aaa", identitySource: "Bearer aaa" },
      { kind: "missing" },
    ],
    ["none, but an identity source", httpEvent2({ identitySource: ["Bearer aaa"] }), { kind: "missing" }],
    ["a cookie", { ...httpEvent2(), cookies: ["authorization=Bearer aaa"] }, { kind: "missing" }],
  ])("with %s", (_, event, expected) => {
    expect(authorizationOf(event)).toEqual(expected);
  });
});

describe("identity sources", () => {
  const authorization = "Bearer aaa";

  it.each<[string, unknown, unknown]>([
    ["the credential alone", authorization, [authorization]],
    ["the credential and more", `GET,${authorization},/pets`, ["GET", authorization, "/pets"]],
    ["nothing, for results are not cached then", null, null],
    ["nothing at all", undefined, []],
  ])("may hold %s", (_, first, second) => {
    expect(authorizationOf({ ...httpEvent1({ authorization }), identitySource: first })).toEqual(
      BEARER("aaa"),
    );
    expect(authorizationOf({ ...httpEvent2({ authorization }), identitySource: second })).toEqual(
      BEARER("aaa"),
    );
  });

  it.each<[string, unknown, unknown]>([
    ["other values alone", "GET,/pets", ["GET", "/pets"]],
    ["another credential", "Bearer bbb", ["Bearer bbb"]],
    ["a part of the credential", "aaa", ["aaa"]],
    ["an empty text", "", [""]],
    ["a number", 1, 1],
    ["an object", {}, { 0: authorization, length: 1 }],
  ])("with %s are refused, for they would give one caller what is kept for another", (_, first, second) => {
    for (const event of [
      { ...httpEvent1({ authorization }), identitySource: first },
      { ...httpEvent2({ authorization }), identitySource: second },
    ]) {
      expect(() => prepare(event)).toThrow(AuthorizerFault);
      expect(() => prepare(event)).toThrow("expected `identitySource` to hold the Authorization header");
      expect(() => prepare(event)).not.toThrow(/aaa|bbb/);
    }
  });
});
