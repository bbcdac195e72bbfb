import { describe, expect, it } from "vitest";
import { CLINIC, PETS, policyOf } from "../../test/covered-policies.ts";
import { decidingStatements, type Expectation, expectationHolds } from "./expectation.ts";
import { coverStatements } from "./statement-coverage.ts";

const POLICIES = [
  policyOf("readers", [
    { sid: "ReadPets", effect: "Allow", routes: ["GET /pets", "GET /pets/{petId}"] },
    { sid: "ReadStatus", effect: "Allow", routes: ["GET /status"], condition: CLINIC },
  ]),
  policyOf("strangers", [{ sid: "NoStatus", effect: "Deny", routes: ["GET /status"] }]),
];
const DOCUMENTS = new Map(POLICIES.map(({ compiled }) => [compiled.group, compiled.document]));

function asking(groups: string[], request: string, allowed: boolean, ip = "192.0.2.10"): Expectation {
  const methodArn = `arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/${request.replace(" ", "")}`;
  return { kind: "request", groups, allowed, request: { methodArn, context: { "aws:SourceIp": ip } } };
}

const holds = (expectation: Expectation) => expectationHolds(expectation, DOCUMENTS, PETS);

describe("an expectation", () => {
  it.each([
    ["a request that is allowed", ["readers"], "GET /pets", true],
    ["a request that is not", ["readers"], "POST /pets", false],
    ["a Deny of another group of the user", ["readers", "strangers"], "GET /status", false],
    ["what the other group leaves alone", ["readers", "strangers"], "GET /pets", true],
  ])("of %s holds, and its opposite does not", (_, groups, request, allowed) => {
    expect(holds(asking(groups, request, allowed))).toBe(true);
    expect(holds(asking(groups, request, !allowed))).toBe(false);
  });

  it("of a group without a policy does not hold", () => {
    expect(holds(asking(["nobody"], "GET /pets", false))).toBe(false);
    expect(holds(asking(["readers", "nobody"], "GET /pets", true))).toBe(false);
  });

  it("of exactly these routes holds, or that there are others", () => {
    const routes = ["GET /pets", "GET /pets/{petId}"];
    const when = { IpAddress: { "aws:SourceIp": ["203.0.113.10"] } };
    const exactly = { kind: "exactly" as const, groups: ["readers"], routes };
    expect(holds({ ...exactly, when, holds: true })).toBe(true);
    expect(holds({ ...exactly, holds: true })).toBe(false);
    expect(holds({ ...exactly, holds: false })).toBe(true);
  });
});

describe("the statements that a test uses", () => {
  const deciding = (expectation: Expectation) =>
    decidingStatements(expectation, DOCUMENTS, PETS).map(({ group, sid }) => `${group} ${sid}`);

  it("are those that allow what is allowed", () => {
    expect(deciding(asking(["readers"], "GET /pets", true))).toEqual(["readers ReadPets"]);
    expect(deciding(asking(["readers"], "GET /status", false))).toEqual(["readers ReadStatus"]);
  });

  it("are those that deny what is denied", () => {
    expect(deciding(asking(["readers", "strangers"], "GET /status", false))).toEqual(["strangers NoStatus"]);
  });

  it("are none where nothing allows the request", () => {
    expect(deciding(asking(["readers"], "POST /pets", false))).toEqual([]);
    expect(deciding(asking(["readers"], "GET /status", false, "203.0.113.10"))).toEqual([]);
  });

  it("are, of exact access, those that speak of its circumstances", () => {
    const exactly = { kind: "exactly" as const, groups: ["readers"], routes: [], holds: false };
    const when = { IpAddress: { "aws:SourceIp": ["203.0.113.10"] } };
    expect(deciding(exactly)).toEqual(["readers ReadPets", "readers ReadStatus"]);
    expect(deciding({ ...exactly, when })).toEqual(["readers ReadPets"]);
  });

  it("are held against all statements of the modules", () => {
    const expectations = [asking(["readers", "strangers"], "GET /status", false)];
    expect(coverStatements(POLICIES, expectations, PETS)).toEqual([
      { group: "readers", sid: "ReadPets", effect: "Allow", exercised: false },
      { group: "readers", sid: "ReadStatus", effect: "Allow", exercised: false },
      { group: "strangers", sid: "NoStatus", effect: "Deny", exercised: true },
    ]);
  });
});
