import { describe, expect, it } from "vitest";
import { formOf, isOpen, resourcesOf } from "./resource-form.ts";

const ANY_STAGE = "arn:aws:execute-api:*:*:";
const NAMED = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/";
const VERBS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

describe("a Resource is read as it is meant", () => {
  it.each<[string, string[]]>([
    ["*", [`${ANY_STAGE}*/*/*`]],
    [`${ANY_STAGE}*`, [`${ANY_STAGE}*/*/*`]],
    [`${ANY_STAGE}*/*`, [`${ANY_STAGE}*/*/*`]],
    [`${ANY_STAGE}*/*/*`, [`${ANY_STAGE}*/*/*`]],
    [`${ANY_STAGE}*/*/GET/pets`, [`${ANY_STAGE}*/*/GET/pets`]],
    [`${ANY_STAGE}*/*/GET/`, [`${ANY_STAGE}*/*/GET/`]],
    [`${ANY_STAGE}*/*/*/v1/*`, VERBS.map((verb) => `${ANY_STAGE}*/*/${verb}/v1/*`)],
    [`${ANY_STAGE}*/*/v1/*`, VERBS.map((verb) => `${ANY_STAGE}*/*/${verb}/v1/*`)],
    [`${ANY_STAGE}*/GET/pets`, [`${ANY_STAGE}*/*/GET/pets`]],
    [
      "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*",
      ["arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/*"],
    ],
    [`${NAMED}GET/pets`, [`${NAMED}GET/pets`]],
    [`${NAMED}*`, [`${NAMED}*`]],
  ])("%s", (resource, resources) => expect(resourcesOf(formOf(resource))).toEqual(resources));

  it("and is about every API and stage only when it names none", () => {
    expect(isOpen(formOf(`${ANY_STAGE}*/*/GET/pets`))).toBe(true);
    expect(isOpen(formOf(`${NAMED}GET/pets`))).toBe(false);
    expect(isOpen(formOf("arn:aws-cn:execute-api:*:*:*/*/GET/pets"))).toBe(false);
  });
});

describe("a Resource is refused", () => {
  it.each([
    ["arn:aws:s3:::pets", "is no execute-api ARN"],
    [`${ANY_STAGE}*/*/GET/\${cognito:sub}`, "a policy variable has no meaning in a module"],
    [`${ANY_STAGE}*/pro*/GET/pets`, "expected `*` or one name as region, account, API id and stage"],
    [
      "arn:aws:execute-api:eu-*:*:*/*/GET/pets",
      "expected `*` or one name as region, account, API id and stage",
    ],
    [`${ANY_STAGE}*/*/G*T/pets`, "`G*T` is no verb that a request can have"],
    [`${ANY_STAGE}*/*/ANY/pets`, "`ANY` is no verb that a request can have"],
    [`${ANY_STAGE}a1b2c3`, "it ends before the verb"],
    [`${ANY_STAGE}a1b2c3/prod`, "it ends before the verb"],
    [`${ANY_STAGE}*/*/GET`, "it ends before the path"],
  ])("%s: %s", (resource, why) => expect(() => formOf(resource)).toThrow(why));
});
