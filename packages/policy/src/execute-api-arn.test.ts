import { describe, expect, it } from "vitest";
import { bindingOf, parseExecuteApiArn } from "./execute-api-arn.ts";

describe("an execute-api ARN", () => {
  it.each([
    [
      "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/pets",
      { partition: "aws", region: "eu-west-1", account: "111122223333", resource: "abcdef1234/dev/GET/pets" },
    ],
    ["arn:aws:execute-api:*:*:*", { partition: "aws", region: "*", account: "*", resource: "*" }],
    [
      "arn:aws-us-gov:execute-api:*:*:*/*/GET/a:b:c",
      { partition: "aws-us-gov", region: "*", account: "*", resource: "*/*/GET/a:b:c" },
    ],
  ])("`%s` is taken apart at its first five colons", (text, arn) => {
    expect(parseExecuteApiArn(text)).toEqual(arn);
  });

  it.each([
    "",
    "*",
    "arn:aws:execute-api:*:*",
    "arn:aws:execute-api:*:*:",
    "arn:aws:s3:::bucket",
    "execute-api:/dev/GET/pets",
    "arn:aws:execute-*:*:*:*",
  ])("`%s` is none", (text) => {
    expect(parseExecuteApiArn(text)).toBeUndefined();
  });
});

describe("the binding of a method ARN", () => {
  it.each([["GET/pets/1"], ["GET/"], ["POST/a:b/c*d"]])(
    "is its API and stage, whatever the request `%s`",
    (request) => {
      const prefix = "arn:aws-cn:execute-api:cn-north-1:111122223333:abcdef1234/dev/";
      expect(bindingOf(prefix + request)).toEqual({ prefix });
    },
  );

  it.each([
    "",
    "arn:aws:s3:::bucket/dev/GET/pets",
    "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234",
    "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev",
    "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/",
    "arn:aws:execute-api:eu-west-1:111122223333:/dev/GET/pets",
    "arn:aws:execute-api:*:111122223333:abcdef1234/dev/GET/pets",
    "arn:aws:execute-api:eu-west-1:*:abcdef1234/dev/GET/pets",
    "arn:aws:execute-api:eu-west-1:111122223333:*/dev/GET/pets",
    "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/d?v/GET/pets",
    "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/$default/GET/pets",
  ])("does not exist for `%s`", (text) => {
    expect(bindingOf(text)).toBeUndefined();
  });
});
