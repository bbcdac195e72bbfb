import { expect, it } from "vitest";
import { parseExpectation } from "./recorded-expectation.ts";

const REQUEST = { methodArn: "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/things" };

it.each([
  { kind: "request", groups: ["readers"], request: REQUEST, allowed: true },
  { kind: "exactly", groups: ["readers"], routes: ["GET /things"], holds: false },
  {
    kind: "exactly",
    groups: ["readers"],
    routes: [],
    when: { IpAddress: { "aws:SourceIp": ["192.0.2.7"] } },
    holds: true,
  },
])("reads %j", (expectation) => {
  expect(parseExpectation(JSON.stringify(expectation))).toEqual(expectation);
});

it.each([
  7,
  { kind: "request", groups: "readers", request: REQUEST, allowed: true },
  { kind: "request", groups: ["readers"], request: REQUEST },
  { kind: "request", groups: ["readers"], request: {}, allowed: true },
  { kind: "exactly", groups: ["readers"], routes: [7], holds: true },
  { kind: "exactly", groups: ["readers"], routes: [], when: { IpAddress: [] }, holds: true },
  { kind: "other", groups: ["readers"] },
])("refuses %j", (value) => {
  expect(() => parseExpectation(JSON.stringify(value))).toThrow("expected");
});
