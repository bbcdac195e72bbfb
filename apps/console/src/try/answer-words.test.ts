import { describe, expect, it } from "vitest";
import { adviceOn, authorizerText, decisionText } from "./answer-words.ts";

describe("what to do about an answer", () => {
  it.each([
    [401, '{"message":"Unauthorized"}', /log in anew/],
    [403, '{"message":"Missing Authentication Token"}', /no such route/],
    [403, '{"message":"Forbidden"}', /API key/],
    [
      403,
      '{"message":"The security token included in the request is invalid."}',
      /signature of the IAM user/,
    ],
    [403, '{"Message":"User is not authorized to access this resource"}', /may not/],
    [403, "<html>", /may not/],
    [404, "", /path/],
    [413, "", /smaller/],
    [429, '{"message":"Limit Exceeded"}', /quota/],
    [429, '{"message":"Too Many Requests"}', /wait/],
    [400, '{"message":"Invalid request body"}', /not as the operation wants it/],
    [500, '{"message":null}', /npm start/],
    [504, "", /npm start/],
    [0, "", /does not follow/],
  ])("%d %s", (status, body, advice) => {
    expect(adviceOn({ status, body })).toMatch(advice);
  });

  it.each([200, 201, 204, 304])("is nothing for %d", (status) => {
    expect(adviceOn({ status, body: '{"message":"Forbidden"}' })).toBeUndefined();
  });
});

const said = { decision: "allowed", sids: [], authorizer: "hit" };

it.each([
  ["hit", /cached/],
  ["miss", /^asked/],
  ["none", /none here/],
  ["later", /^later$/],
])("says of the authorizer that was `%s`: %s", (authorizer, text) => {
  expect(authorizerText({ ...said, authorizer })).toMatch(text);
});

it.each([
  ["allowed", ["A", "B"], "allowed: A, B"],
  ["explicitDeny", ["D"], "denied by a statement: D"],
  ["implicitDeny", [], "allowed by nothing"],
  [null, [], "no policy was evaluated"],
])("says of the decision %s by %j `%s`", (decision, sids, text) => {
  expect(decisionText({ ...said, decision, sids })).toBe(text);
});
