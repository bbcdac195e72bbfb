import { describe, expect, it } from "vitest";
import { PolicyError } from "./errors.ts";
import { anchoredTail } from "./resource-anchor.ts";

describe("a raw Resource", () => {
  it.each([
    ["arn:aws:execute-api:*:*:*/*/GET/petstore/v1/*", "GET/petstore/v1/*"],
    ["arn:aws:execute-api:*:*:*/*/GET/", "GET/"],
    ["arn:aws:execute-api:*:*:*/*/*", "*"],
    ["arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/POST/a/*/b", "POST/a/*/b"],
    ["arn:aws-cn:execute-api:*:*:*/*/GET/a:b", "GET/a:b"],
  ])("`%s` says verb and path as `%s`", (resource, tail) => {
    expect(anchoredTail("Pets", resource)).toBe(tail);
  });

  it.each(["*", "arn:aws:s3:::bucket", "arn:aws:execute-api:*:*:", "GET /pets"])(
    "`%s` is refused as no ARN of execute-api",
    (resource) => {
      expect(() => anchoredTail("Pets", resource)).toThrow(
        new PolicyError("InvalidArn", `statement \`Pets\`: \`${resource}\` is no execute-api ARN`, {
          sid: "Pets",
        }),
      );
    },
  );

  const SHAPE = "expected `{apiId}/{stage}/{VERB}/{path}`";
  const BEFORE = "expected `*` or one name as region, account, API id and stage";

  it.each([
    [
      "arn:aws:execute-api:*:*:*/*/*/petstore/v1/*",
      "it also admits `GET /x/petstore/v1/`; write one Resource a verb",
    ],
    ["arn:aws:execute-api:*:*:*/*/*/pets", "it also admits `GET /x/pets`; write one Resource a verb"],
    ["arn:aws:execute-api:*:*:*/*/get/pets", SHAPE],
    ["arn:aws:execute-api:*:*:*/*/G*/pets", SHAPE],
    ["arn:aws:execute-api:*:*:*/GET/pets", SHAPE],
    ["arn:aws:execute-api:*:*:*", SHAPE],
    ["arn:aws:execute-api:*:*:*/*/GET", "it ends before the path"],
    ["arn:aws:execute-api:*:*:a*/dev/GET/pets", BEFORE],
    ["arn:aws:execute-api:*:*:*/d?v/GET/pets", BEFORE],
    ["arn:aws:execute-api:eu-*:*:*/*/GET/pets", BEFORE],
    ["arn:aws:execute-api:*:1111*:*/*/GET/pets", BEFORE],
    ["arn:aws:execute-api:::*/*/GET/pets", BEFORE],
    [`arn:aws:execute-api:*:*:*/*/GET/\${aws:UserAgent}`, "a policy variable can stand for any path"],
  ])("`%s` is refused", (resource, why) => {
    expect(() => anchoredTail("Pets", resource)).toThrow(
      new PolicyError("NotExact", `statement \`Pets\`: \`${resource}\`: ${why}`, { sid: "Pets" }),
    );
  });
});
