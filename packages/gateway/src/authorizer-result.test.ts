import { describe, expect, it } from "vitest";
import { EVERYTHING, result, statement } from "../test/petstore.ts";
import { checkAuthorizerResult } from "./authorizer-result.ts";

const ARN = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/";

function problem(value: unknown, requirePrincipalId = true): string | undefined {
  const checked = checkAuthorizerResult(value, requirePrincipalId);
  return checked.valid ? undefined : checked.problem;
}

describe("a valid result", () => {
  it("has its context as text", () => {
    const checked = checkAuthorizerResult(
      result([statement("Allow", EVERYTHING)], { context: { text: "a", number: 1.5, yes: true } }),
      true,
    );
    expect(checked.valid && [...checked.result.context]).toEqual([
      ["text", "a"],
      ["number", "1.5"],
      ["yes", "true"],
    ]);
  });

  it.each([
    ["a key", { usageIdentifierKey: "0123456789abcdef0123" }],
    ["no key", { usageIdentifierKey: null }],
    ["no context", { context: null }],
    ["an empty context", { context: {} }],
  ])("may have %s", (_, more) => {
    expect(problem(result(undefined, more))).toBeUndefined();
  });

  it("may have a resource of 512 characters", () => {
    expect(problem(result([statement("Allow", ARN.padEnd(512, "a"))]))).toBeUndefined();
  });
});

describe("a result is refused", () => {
  const principal = expect.stringContaining("`principalId`");
  const context = expect.stringContaining("`context`");
  const policy = expect.stringContaining("`policyDocument`");
  const resource = expect.stringContaining("512 characters");
  it.each([
    ["null", null, "expected the result to be an object"],
    ["text", "allow", "expected the result to be an object"],
    ["a list", [result()], "expected the result to be an object"],
    ["no principal", { policyDocument: result() }, principal],
    ["an empty principal", result(undefined, { principalId: "" }), principal],
    ["a principal that is no text", result(undefined, { principalId: 7 }), principal],
    ["an object in the context", result(undefined, { context: { a: {} } }), context],
    ["a list in the context", result(undefined, { context: { a: ["b"] } }), context],
    ["null in the context", result(undefined, { context: { a: null } }), context],
    ["a context that is a list", result(undefined, { context: ["a"] }), context],
    ["a key that is no text", result(undefined, { usageIdentifierKey: 1 }), expect.stringContaining("Key")],
    ["no policy", { principalId: "ann" }, policy],
    ["a policy in JSON", { principalId: "ann", policyDocument: "{}" }, policy],
    ["a policy without statements", { principalId: "ann", policyDocument: {} }, policy],
    ["an unknown effect", result([{ ...statement("Allow", EVERYTHING), Effect: "allow" }]), policy],
    ["a long resource", result([statement("Allow", ARN.padEnd(513, "a"))]), resource],
    ["a long resource in a list", result([statement("Allow", [EVERYTHING, ARN.padEnd(513, "a")])]), resource],
    [
      "a long resource that is excepted",
      result([{ Effect: "Allow", Action: "execute-api:Invoke", NotResource: ARN.padEnd(513, "a") }]),
      resource,
    ],
  ])("with %s", (_, value, expected) => {
    expect(problem(value)).toEqual(expected);
  });

  it("without a principal only where one is required", () => {
    expect(problem(result(undefined, { principalId: undefined }), false)).toBeUndefined();
  });

  it("with a message that repeats none of its values", () => {
    expect(problem(result(undefined, { context: { secret: ["s3cr3t"] } }))).not.toContain("s3cr3t");
  });
});
