import { describe, expect, it } from "vitest";
import { EvaluationError, evaluate, explain, parseRequest, prepare } from "./index.ts";

const methodArn = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/GET/pets";

const INVALID = expect.objectContaining({ name: "EvaluationError", code: "InvalidRequest" });

describe("a request", () => {
  it.each([
    ["methodArn alone", { methodArn }],
    ["an action", { methodArn, action: "execute-api:ManageConnections" }],
    [
      "a context",
      { methodArn, context: { "aws:SourceIp": "192.0.2.1", n: 1, b: true, list: ["x"], none: [] } },
    ],
    ["a name of an object's own methods", { methodArn, context: { toString: "x" } }],
  ])("is read with %s", (_, request) => {
    expect(parseRequest(request)).toEqual(request);
  });

  it.each([
    ["text", "x"],
    ["a list", []],
    ["null", null],
    ["no methodArn", {}],
    ["a methodArn that is no text", { methodArn: 1 }],
    ["a methodArn that is no ARN", { methodArn: "GET/pets" }],
    ["a methodArn with too few parts", { methodArn: "arn:aws:execute-api:eu-west-1:123456789012" }],
    ["an action that is no text", { methodArn, action: 1 }],
    ["a context that is a list", { methodArn, context: [] }],
    ["a value that is null", { methodArn, context: { a: null } }],
    ["a value that is an object", { methodArn, context: { a: {} } }],
    ["a list of other values than text", { methodArn, context: { a: [1] } }],
    ["one key in two spellings", { methodArn, context: { "aws:SourceIp": "a", "aws:sourceip": "b" } }],
    ["an unknown property", { methodArn, Context: {} }],
  ])("is refused: %s", (_, request) => {
    expect(() => parseRequest(request)).toThrow(INVALID);
  });

  it.each(["GET/pets", "arn:aws:execute-api:eu-west-1:123456789012", "", "*", "ARN:aws:execute-api:a:b:c"])(
    "cannot be decided when its methodArn is `%s`",
    (text) => {
      const prepared = prepare([{ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }]);
      expect(() => evaluate(prepared, { methodArn: text })).toThrow(INVALID);
      expect(() => explain(prepared, { methodArn: text })).toThrow(INVALID);
    },
  );

  it("keeps its ARN and values out of error messages", () => {
    const secret = "s3cret";
    const requests = [{ methodArn: secret }, { methodArn, context: { a: { secret } } }];
    for (const request of requests) {
      const error = caught(() => parseRequest(request));
      expect(error.message).not.toContain(secret);
    }
  });
});

function caught(run: () => unknown): EvaluationError {
  try {
    run();
  } catch (error) {
    if (error instanceof EvaluationError) return error;
  }
  throw new Error("no EvaluationError was thrown");
}
