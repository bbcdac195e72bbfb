import { describe, expect, it } from "vitest";
import { EvaluationError, evaluate, prepare } from "./index.ts";

const HERE = "arn:aws:execute-api:*:*:*/*/";

const STATEMENT = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };

/** A document with one statement: the usual one with some properties changed; `undefined` removes one. */
function documentWith(changes: Record<string, unknown>): unknown {
  return { Version: "2012-10-17", Statement: [{ ...STATEMENT, ...changes }] };
}

function withCondition(operator: string, values: unknown, key = "aws:UserAgent"): unknown {
  return documentWith({ Condition: { [operator]: { [key]: values } } });
}

/** What comes from JSON may have any shape, whatever the types say. */
function prepareJson(documents: unknown): unknown {
  return prepare(JSON.parse(JSON.stringify(documents)));
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof EvaluationError && error.code === "InvalidDocument") return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("prepare", () => {
  it.each([
    ["a document that is no object", "x", "policy 0: expected an object, came a string"],
    ["null", null, "policy 0: expected an object, came `null`"],
    ["a list in place of a document", [], "policy 0: expected an object, came a list"],
    ["an unknown Version", { Version: "2012-10-18", Statement: STATEMENT }, "expected `Version` to be"],
    ["a Version that is no text", { Version: 20121017, Statement: STATEMENT }, "expected `Version` to be"],
    ["an Id that is no text", { Id: 1, Statement: STATEMENT }, "expected `Id` to be text"],
    ["a missing Statement", { Version: "2012-10-17" }, "`Statement`: expected one value or a list"],
    ["an empty Statement", { Statement: [] }, "`Statement`: expected at least one value"],
    ["an unknown property", { Statement: STATEMENT, Comment: "" }, "expected no property `Comment`"],
    ["a property in another case", { statement: STATEMENT }, "expected no property `statement`"],
    ["a statement that is no object", { Statement: ["x"] }, "statement 0: expected an object"],
    [
      "an unknown property of a statement",
      documentWith({ Resources: "*" }),
      "expected no property `Resources`",
    ],
    ["a Principal", documentWith({ Principal: "*" }), "expected no property `Principal`"],
    ["a NotPrincipal", documentWith({ NotPrincipal: "*" }), "expected no property `NotPrincipal`"],
    ["a missing Effect", documentWith({ Effect: undefined }), "expected `Effect` to be `Allow` or `Deny`"],
    ["an Effect in another case", documentWith({ Effect: "allow" }), "expected `Effect` to be"],
    ["a Sid that is no text", documentWith({ Sid: 1 }), "expected `Sid` to be text"],
    ["neither Action nor NotAction", documentWith({ Action: undefined }), "exactly one of `Action` and"],
    ["both Action and NotAction", documentWith({ NotAction: "*" }), "exactly one of `Action` and"],
    ["neither Resource nor NotResource", documentWith({ Resource: undefined }), "exactly one of `Resource`"],
    ["both Resource and NotResource", documentWith({ NotResource: "*" }), "exactly one of `Resource`"],
    ["no Action in a list", documentWith({ Action: [] }), "`Action`: expected at least one value"],
    ["an Action that is no text", documentWith({ Action: [1] }), "`Action`: expected text, came a number"],
    ["an empty Action", documentWith({ Action: "" }), "`Action`: expected text, came empty text"],
    ["an Action without its service", documentWith({ Action: "Invoke" }), "`service:name`, came `Invoke`"],
    ["no Resource in a list", documentWith({ Resource: [] }), "`Resource`: expected at least one value"],
    [
      "no NotResource in a list",
      documentWith({ Resource: undefined, NotResource: [] }),
      "at least one value",
    ],
    ["a Resource that is null", documentWith({ Resource: null }), "expected text, came `null`"],
    [
      "the short form of resource policies",
      documentWith({ Resource: "execute-api:/*" }),
      "an ARN of six parts",
    ],
    ["a Resource with too few parts", documentWith({ Resource: "arn:aws:execute-api:*:*" }), "six parts"],
    ["a path", documentWith({ Resource: "/pets" }), "six parts"],
    ["two stars", documentWith({ Resource: "**" }), "six parts"],
    [
      "a wildcard in the service",
      documentWith({ Resource: "arn:aws:execute-*:*:*:*" }),
      "no wildcard in the",
    ],
    ["a star for the service", documentWith({ Resource: "arn:aws:*:*:*:*" }), "no wildcard in the service"],
    [
      "a variable before the fifth colon",
      documentWith({ Resource: `arn:aws:execute-api:*:\${aws:PrincipalAccount}:*` }),
      "no variable before the fifth colon",
    ],
    ["a variable that does not end", documentWith({ Resource: `${HERE}\${aws:UserAgent` }), "expected a `}`"],
    ["a variable without a name", documentWith({ Resource: `${HERE}\${}` }), "name of a condition key"],
    ["a variable with a wildcard", documentWith({ Resource: `${HERE}\${aws:*}` }), "name of a condition key"],
    ["a variable in a variable", documentWith({ Resource: `${HERE}\${\${a}}` }), "name of a condition key"],
    ["a default without quotes", documentWith({ Resource: `${HERE}\${aws:UserAgent, x}` }), "single quotes"],
    [
      "a default that does not end",
      documentWith({ Resource: `${HERE}\${aws:UserAgent, 'x}` }),
      "single quotes",
    ],
    [
      "a default with text after it",
      documentWith({ Resource: `${HERE}\${aws:UserAgent, 'x'y}` }),
      "single quotes",
    ],
    ["a Condition that is no object", documentWith({ Condition: [] }), "`Condition`: expected an object"],
    ["an unknown operator", withCondition("StringMatches", "x"), "condition operator, came `StringMatches`"],
    ["an operator in another case", withCondition("stringequals", "x"), "expected a condition operator"],
    ["an operator that every object has", withCondition("constructor", "x"), "expected a condition operator"],
    ["Null with IfExists", withCondition("NullIfExists", "true"), "expected a condition operator"],
    [
      "an unknown set operator",
      withCondition("ForSomeValue:StringEquals", "x"),
      "expected a condition operator",
    ],
    [
      "an operator without keys",
      documentWith({ Condition: { StringEquals: {} } }),
      "at least one condition key",
    ],
    [
      "an operator whose keys are a list",
      documentWith({ Condition: { Bool: [] } }),
      "`Bool`: expected an object",
    ],
    [
      "a condition without values",
      withCondition("StringEquals", []),
      "`aws:UserAgent`: expected at least one",
    ],
    ["a condition's value that is null", withCondition("StringEquals", [null]), "came `null`"],
    ["a condition's value that is an object", withCondition("StringEquals", {}), "came an object"],
    ["a malformed number", withCondition("NumericEquals", "ten"), "expected a number, came `ten`"],
    ["an empty number", withCondition("NumericLessThan", ""), "expected a number"],
    ["a hexadecimal number", withCondition("NumericEquals", "0x10"), "expected a number"],
    ["a number with a wildcard", withCondition("NumericEquals", "1*"), "expected a number"],
    ["infinity", withCondition("NumericLessThan", "Infinity"), "expected a number"],
    ["a variable in a number", withCondition("NumericEquals", `\${aws:EpochTime}`), "expected a number"],
    ["a malformed date", withCondition("DateLessThan", "2026-02-30"), "expected a date"],
    ["a date in milliseconds", withCondition("DateLessThan", 1700000000000), "expected a date"],
    ["a variable in a date", withCondition("DateLessThan", `\${aws:CurrentTime}`), "expected a date"],
    ["a malformed Bool", withCondition("Bool", "yes"), "expected `true` or `false`, came `yes`"],
    [
      "a variable in a Bool of 2008",
      { Statement: { ...STATEMENT, Condition: { Bool: { a: `\${b}` } } } },
      "`true`",
    ],
    ["a malformed Null", withCondition("Null", "no"), "expected `true` or `false`, came `no`"],
    ["a variable in Null", withCondition("Null", `\${aws:UserAgent}`), "expected `true` or `false`"],
    ["malformed base64", withCondition("BinaryEquals", "a"), "expected base64"],
    ["a variable in base64", withCondition("BinaryEquals", `\${aws:UserAgent}`), "expected base64"],
    ["a malformed address", withCondition("IpAddress", "192.0.2.256"), "CIDR block, came `192.0.2.256`"],
    [
      "a malformed prefix length",
      withCondition("NotIpAddress", "192.0.2.0/33"),
      "expected an address or a CIDR",
    ],
    ["an address with a wildcard", withCondition("IpAddress", "192.0.2.*"), "expected an address or a CIDR"],
    [
      "a variable in an address",
      withCondition("IpAddress", `\${aws:SourceIp}`),
      "expected an address or a CIDR",
    ],
    ["one malformed value of several", withCondition("IpAddress", ["192.0.2.1", "x"]), "came `x`"],
    ["a malformed variable in a condition", withCondition("StringEquals", `\${`), "expected a `}`"],
  ])("refuses %s", (_, document, message) => {
    expect(messageOf(() => prepareJson([document]))).toContain(message);
  });

  it("says where the fault is", () => {
    const good = { Statement: STATEMENT };
    const bad = {
      Statement: [STATEMENT, { ...STATEMENT, Condition: { IpAddress: { "aws:SourceIp": "x" } } }],
    };
    expect(messageOf(() => prepareJson([good, bad]))).toBe(
      "policy 1: statement 1: `Condition`: `IpAddress`: `aws:SourceIp`: expected an address or a CIDR block, came `x`",
    );
  });

  it("refuses what is no list of documents", () => {
    expect(messageOf(() => prepareJson({ Statement: STATEMENT }))).toBe(
      "expected a list of policy documents",
    );
  });

  it("refuses a property that would change an object's prototype", () => {
    const document = JSON.parse(
      `{"Statement":${JSON.stringify(STATEMENT)},"__proto__":{"Version":"2012-10-17"}}`,
    );
    expect(messageOf(() => prepare([document]))).toContain("expected no property `__proto__`");
  });

  it("takes nothing from an object's prototype", () => {
    const document = Object.create({ Statement: STATEMENT });
    expect(messageOf(() => prepare([document]))).toContain("`Statement`: expected one value");
  });

  it("reads each document once: later changes to it change nothing", () => {
    const statement = { Effect: "Allow" as const, Action: "*", Resource: ["*"] };
    const prepared = prepare([{ Statement: [statement] }]);
    statement.Resource[0] = `${HERE}GET/other`;
    const methodArn = "arn:aws:execute-api:eu-west-1:123456789012:a/b/GET/pets";
    expect(evaluate(prepared, { methodArn }).decision).toBe("allowed");
  });

  it("gives errors a code and a name", () => {
    expect(() => prepareJson([{}])).toThrow(
      expect.objectContaining({ name: "EvaluationError", code: "InvalidDocument" }),
    );
  });
});
