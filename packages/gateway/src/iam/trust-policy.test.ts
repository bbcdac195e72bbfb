import { describe, expect, it } from "vitest";
import type { TrustPolicy, TrustStatement } from "./iam-file.ts";
import { prepareTrustPolicy, type TrustRequest, trustOf } from "./trust-policy.ts";

const ACCOUNT = "111122223333";
const ANN = `arn:aws:iam::${ACCOUNT}:user/ann`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

function trusting(...statements: object[]): TrustPolicy {
  return { Version: "2012-10-17", Statement: statements as TrustStatement[] };
}

function allow(Principal: unknown, more: object = {}): object {
  return { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more };
}

function request(more: Partial<TrustRequest> = {}): TrustRequest {
  return {
    action: "sts:AssumeRole",
    roleArn: `arn:aws:iam::${ACCOUNT}:role/vet`,
    kind: "AWS",
    names: [ANN],
    accountId: ACCOUNT,
    context: { "sts:ExternalId": "x" },
    ...more,
  };
}

const condition = (value: string) => ({ Condition: { StringEquals: { "sts:ExternalId": value } } });

describe("a trust policy", () => {
  it.each<[string, object[], string]>([
    ["that names the caller", [allow({ AWS: ANN })], "direct"],
    ["that names the caller among others", [allow({ AWS: [`${ANN}a`, ANN] })], "direct"],
    ["that names another user", [allow({ AWS: `${ANN}a` })], "silent"],
    ["that names everybody", [allow("*")], "direct"],
    ["that names every principal", [allow({ AWS: "*" })], "direct"],
    ["that names the account", [allow({ AWS: ACCOUNT })], "account"],
    ["that names the account's root", [allow({ AWS: ROOT })], "account"],
    ["that names another account", [allow({ AWS: "444455556666" })], "silent"],
    ["that names account and caller", [allow({ AWS: ROOT }), allow({ AWS: ANN })], "direct"],
    ["that names a service", [allow({ Service: "lambda.amazonaws.com" })], "silent"],
    ["that names a provider by the caller's name", [allow({ Federated: ANN })], "silent"],
    ["for another action", [allow({ AWS: ANN }, { Action: "sts:TagSession" })], "silent"],
    [
      "for several actions",
      [allow({ AWS: ANN }, { Action: ["sts:TagSession", "sts:AssumeRole"] })],
      "direct",
    ],
    ["whose condition holds", [allow({ AWS: ANN }, condition("x"))], "direct"],
    ["whose condition does not hold", [allow({ AWS: ANN }, condition("y"))], "silent"],
    ["that denies the caller", [allow("*"), allow({ AWS: ANN }, { Effect: "Deny" })], "denied"],
    ["that denies the account", [allow({ AWS: ANN }), allow({ AWS: ROOT }, { Effect: "Deny" })], "denied"],
    ["that denies another", [allow("*"), allow({ AWS: `${ANN}a` }, { Effect: "Deny" })], "direct"],
    ["that denies on a condition", [allow("*"), allow("*", { Effect: "Deny", ...condition("y") })], "direct"],
  ])("%s: %s", (_, statements, trust) => {
    expect(trustOf(prepareTrustPolicy(trusting(...statements)), request())).toBe(trust);
  });

  it.each([
    ["session", `arn:aws:sts::${ACCOUNT}:assumed-role/vet/monday`, "direct"],
    ["role", `arn:aws:iam::${ACCOUNT}:role/vet`, "direct"],
    ["other session", `arn:aws:sts::${ACCOUNT}:assumed-role/vet/tuesday`, "silent"],
  ])("can name a caller by its %s", (_, AWS, trust) => {
    const names = [`arn:aws:sts::${ACCOUNT}:assumed-role/vet/monday`, `arn:aws:iam::${ACCOUNT}:role/vet`];
    expect(trustOf(prepareTrustPolicy(trusting(allow({ AWS }))), request({ names }))).toBe(trust);
  });

  it("trusts a provider only where it names one", () => {
    const action = "sts:AssumeRoleWithWebIdentity";
    const web: TrustRequest = {
      action,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/vet`,
      kind: "Federated",
      names: ["provider"],
      context: {},
    };
    const trustIn = (Principal: unknown) =>
      trustOf(prepareTrustPolicy(trusting(allow(Principal, { Action: action }))), web);
    expect([trustIn({ Federated: "provider" }), trustIn("*"), trustIn({ AWS: "*" })]).toEqual([
      "direct",
      "silent",
      "silent",
    ]);
  });

  it("may have one statement alone", () => {
    const policy = prepareTrustPolicy({ Statement: allow({ AWS: ANN }) } as never);
    expect(trustOf(policy, request())).toBe("direct");
  });
});

describe("a trust policy is refused", () => {
  it.each<[string, unknown, string]>([
    ["that is no object", [], "expected a trust policy to be an object"],
    ["with another property", { ...trusting(allow("*")), Name: 1 }, "expected no property `Name`"],
    ["with an id that is no text", { ...trusting(allow("*")), Id: 1 }, "expected `Id` to be text"],
    ["of another version", { Version: "2020-01-01", Statement: allow("*") }, "`Version`"],
    ["without a principal", trusting(allow(undefined)), "expected `Principal` to be an object"],
    ["with no principal", trusting(allow({})), "expected a principal, came none"],
    ["with an empty list of principals", trusting(allow({ AWS: [] })), "expected a principal in `AWS`"],
    ["with a principal of another kind", trusting(allow({ CanonicalUser: "a" })), "came `CanonicalUser`"],
    ["with a wildcard in a principal", trusting(allow({ AWS: `${ANN}*` })), "without wildcards in `AWS`"],
    [
      "with a wildcard in a provider",
      trusting(allow({ Federated: "*" })),
      "without wildcards in `Federated`",
    ],
    ["with a resource", trusting(allow("*", { Resource: "*" })), "expected no resource"],
    ["with all but a resource", trusting(allow("*", { NotResource: "*" })), "expected no resource"],
    ["with all but a principal", trusting({ ...allow("*"), NotPrincipal: "*" }), "`NotPrincipal`"],
    ["with an unknown operator", trusting(allow("*", { Condition: { Is: { a: "b" } } })), "`Is`"],
  ])("%s", (_, policy, message) => {
    expect(() => prepareTrustPolicy(policy as never)).toThrow(
      expect.objectContaining({ code: "InvalidDocument", message: expect.stringContaining(message) }),
    );
  });
});
