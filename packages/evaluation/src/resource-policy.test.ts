import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate.ts";
import type { PolicyPrincipal } from "./principal.ts";
import { policiesFor, prepareResourcePolicy } from "./resource-policy.ts";

const PETS = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/pets";
const ANN = "arn:aws:iam::444455556666:user/staff/ann";
const VET = "arn:aws:iam::444455556666:role/vet";
const SESSION = "arn:aws:sts::444455556666:assumed-role/vet/ben";

const ann: PolicyPrincipal = { accountId: "444455556666", arns: [ANN] };
const vet: PolicyPrincipal = { accountId: "444455556666", arns: [SESSION, VET] };

function documentOf(...statements: object[]): object {
  const common = { Effect: "Allow", Action: "execute-api:Invoke", Resource: PETS };
  return { Version: "2012-10-17", Statement: statements.map((each) => ({ ...common, ...each })) };
}

function decide(document: unknown, caller?: PolicyPrincipal, accounts: "allow" | "delegate" = "allow") {
  const policies = policiesFor(prepareResourcePolicy(document), caller, accounts);
  return evaluate(policies, { methodArn: PETS }).decision;
}

const EVERYONE = [undefined, ann, vet];

describe("a statement for", () => {
  it.each<[string, unknown, (PolicyPrincipal | undefined)[]]>([
    ["everyone", "*", EVERYONE],
    ["everyone, as an AWS principal", { AWS: "*" }, EVERYONE],
    ["a list with everyone in it", { AWS: [ANN, "*"] }, EVERYONE],
    ["an account", { AWS: "444455556666" }, [ann, vet]],
    ["an account by its root", { AWS: "arn:aws:iam::444455556666:root" }, [ann, vet]],
    ["another account", { AWS: "999999999999" }, []],
    ["a user", { AWS: ANN }, [ann]],
    ["a user without the path", { AWS: "arn:aws:iam::444455556666:user/ann" }, []],
    ["a role", { AWS: VET }, [vet]],
    ["a session", { AWS: SESSION }, [vet]],
    ["another session of the role", { AWS: `${SESSION}2` }, []],
    ["a list of users and roles", { AWS: [ANN, VET] }, [ann, vet]],
  ])("%s is about nobody else", (_, Principal, callers) => {
    const allowed = EVERYONE.filter((caller) => decide(documentOf({ Principal }), caller) === "allowed");
    expect(allowed).toEqual(callers);
    const denied = EVERYONE.filter(
      (caller) => decide(documentOf({ Effect: "Deny", Principal }), caller) === "explicitDeny",
    );
    expect(denied).toEqual(callers);
  });

  it("an account leaves it to the account to say who, where it delegates", () => {
    const account = { Principal: { AWS: "444455556666" } };
    expect(decide(documentOf(account), ann, "delegate")).toBe("implicitDeny");
    expect(decide(documentOf({ ...account, Effect: "Deny" }), ann, "delegate")).toBe("explicitDeny");
    expect(decide(documentOf(account, { Principal: { AWS: ANN } }), ann, "delegate")).toBe("allowed");
  });
});

describe("a Deny for all but", () => {
  const root = "arn:aws:iam::444455556666:root";
  it.each<[string, string[], (PolicyPrincipal | undefined)[]]>([
    ["a user and its account", [ANN, root], [undefined, vet]],
    ["a user alone", [ANN], EVERYONE],
    ["an account alone", [root], EVERYONE],
    ["a session, its role and its account", [SESSION, VET, "444455556666"], [undefined, ann]],
    ["a role and its account", [VET, root], EVERYONE],
  ])("%s is for all who are not named in every part", (_, AWS, callers) => {
    const denied = EVERYONE.filter(
      (caller) => decide(documentOf({ Effect: "Deny", NotPrincipal: { AWS } }), caller) === "explicitDeny",
    );
    expect(denied).toEqual(callers);
  });
});

describe("a resource policy", () => {
  it("keeps conditions, and the places of its statements", () => {
    const Condition = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    const policy = prepareResourcePolicy(
      documentOf({ Sid: "Own", Principal: { AWS: ANN } }, { Sid: "Clinic", Principal: "*", Condition }),
    );
    const request = { methodArn: PETS, context: { "aws:SourceIp": "192.0.2.1" } };
    const { statements } = evaluate(policiesFor(policy, undefined, "allow"), request);
    expect(statements).toEqual([{ policy: 0, statement: 1, sid: "Clinic" }]);
  });

  it.each<[string, unknown, string]>([
    ["without a principal", documentOf({}), "statement 0: expected exactly one of `Principal`"],
    [
      "with both elements",
      documentOf({ Effect: "Deny", Principal: "*", NotPrincipal: { AWS: ANN } }),
      "exactly one of `Principal`",
    ],
    [
      "with NotPrincipal in an Allow",
      documentOf({ NotPrincipal: { AWS: ANN } }),
      "`NotPrincipal`: expected `Principal`",
    ],
    [
      "with nobody left to deny",
      documentOf({ Effect: "Deny", NotPrincipal: { AWS: "*" } }),
      "principals by name, came `*`",
    ],
    ["for a service", documentOf({ Principal: { Service: "sns.amazonaws.com" } }), "no property `Service`"],
    ["for a text", documentOf({ Principal: ANN }), "statement 0: `Principal`: expected `*` or an object"],
    ["for null", documentOf({ Principal: null }), "expected an object, came `null`"],
    ["for a list", documentOf({ Principal: ["*"] }), "expected an object, came a list"],
    ["for no AWS principal", documentOf({ Principal: {} }), "`AWS`: expected one value"],
    ["for an empty list", documentOf({ Principal: { AWS: [] } }), "`AWS`: expected at least one"],
    [
      "for a part of a name",
      documentOf({ Principal: { AWS: "arn:aws:iam::444455556666:user/*" } }),
      "ARN of an IAM principal, came `arn:aws:iam::444455556666:user/*`",
    ],
    ["for every account's root", documentOf({ Principal: { AWS: "arn:aws:iam::*:root" } }), "an account or"],
    [
      "for half an account",
      documentOf({ Principal: { AWS: "arn:aws:iam::444455556666" } }),
      "an account or the ARN",
    ],
    ["for an account and root", documentOf({ Principal: { AWS: "444455556666:root" } }), "an account or"],
    ["for a unique id", documentOf({ Principal: { AWS: "AIDAEXAMPLE" } }), "came `AIDAEXAMPLE`"],
    ["that is a list", [], "expected an object, came a list"],
    ["without statements", { Version: "2012-10-17", Statement: [] }, "`Statement`: expected at least one"],
    ["with an unknown member", { ...documentOf({ Principal: "*" }), Owner: "x" }, "no property `Owner`"],
  ])("%s is refused", (_, document, message) => {
    expect(() => prepareResourcePolicy(document)).toThrow(
      expect.objectContaining({ code: "InvalidDocument", message: expect.stringContaining(message) }),
    );
  });
});
