import { describe, expect, it } from "vitest";
import { lintPolicyDocument } from "./index.ts";
import {
  ARN,
  allow,
  confirmedRequest,
  contractOf,
  deny,
  documentOf,
  found,
  foundIn,
  foundInModule,
} from "./lint.cases.ts";

const CLINICS = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } };

describe("a star that lets in more than it seems to name", () => {
  it.each([
    [
      "a stage and API before the verb",
      "GET/petstore/v2/status",
      "LY101",
      "DELETE /x/GET/petstore/v2/status",
    ],
    ["a DELETE", "DELETE/pets", "LY101", "GET /x/DELETE/pets"],
    ["a verb that is a star", "*/petstore/v1/*", "LY102", "GET /admin/petstore/v1/"],
    ["a verb in part", "P*/pets", "LY102", "PATCH /admin/pets"],
    ["a star inside the path", `${fixed("GET/pets/*/toys")}`, "LY101", "GET /pets/1/x/toys"],
    ["a star before an extension", `${fixed("GET/pets/*.json")}`, "LY101", "GET /pets/1/x.json"],
    ["a star without a slash", `${fixed("GET/petstore/v1/pets*")}`, "LY103", "GET /petstore/v1/pets-secret"],
    ["a star without a slash inside", `${fixed("GET/pets*/toys")}`, "LY103", "GET /pets-secret/toys"],
    ["one stage of any API", "arn:aws:execute-api:*:*:*/prod/*", "LY101", "DELETE /prod/"],
  ])("%s", (_, resource, code, request) => {
    const document = documentOf(allow(resource, CLINICS));
    const finding = lintPolicyDocument(document).find((each) => each.code === code);
    expect(confirmedRequest(document, finding)).toBe(request);
    expect(finding?.message).toContain(`\`${request}\``);
  });

  it.each([
    ["everything", "*"],
    ["every ARN", "arn:aws:execute-api:*:*:*"],
    ["every API and stage", "arn:aws:execute-api:*:*:*/*"],
    ["every verb and path", "*/*"],
    ["a whole stage", "arn:aws:execute-api:*:*:abcdef1234/prod/*"],
    ["a route of a named stage", fixed("GET/pets")],
    ["what lies below a path", fixed("GET/pets/*")],
    ["every path of a verb", fixed("GET/*")],
  ])("is not found in %s", (_, resource) => {
    expect(foundIn([allow(resource)])).toEqual([]);
  });

  it("is both in AWS's sample, with the requests that slip through", () => {
    const document = documentOf(allow(["*/petstore/v1/*", "GET/petstore/v2/status"], CLINICS));
    const findings = lintPolicyDocument(document);
    expect(found(findings)).toEqual(["LY102 Statement.0.Resource.0", "LY101 Statement.0.Resource.1"]);
    expect(findings.map((each) => confirmedRequest(document, each))).toEqual([
      "GET /admin/petstore/v1/",
      "DELETE /x/GET/petstore/v2/status",
    ]);
  });

  it("shows a request of the contract where one slips through", () => {
    const contract = contractOf("GET /pets", "GET /petsecret", "GET /pets/{petId}");
    const [finding] = lintPolicyDocument(documentOf(allow(fixed("GET/pets*"))), contract).filter(
      ({ code }) => code === "LY103",
    );
    expect(finding?.witness).toMatchObject({ method: "GET", path: "/petsecret" });
  });

  it("is no hole where the document refuses what slips through, or means to let it in", () => {
    const wide = allow(fixed("GET/pets/*/toys"));
    expect(foundIn([wide])).toEqual(["LY101 Statement.0.Resource.0"]);
    expect(foundIn([wide, deny(fixed("GET/pets/*/*/toys"))])).toEqual([]);
    expect(foundIn([wide, allow("*/*")])).not.toContain("LY101 Statement.0.Resource.0");
  });

  it("counts in what a Deny exempts, not in what it refuses", () => {
    const { Resource: _, ...rest } = deny("*");
    expect(foundIn([{ ...rest, NotResource: `${ARN}/GET/pets` }])).toEqual(["LY101 Statement.0.NotResource"]);
    expect(foundIn([deny("GET/pets")])).toEqual([]);
  });

  it("is found in the ARNs of a module, whose document is bound", () => {
    const contract = contractOf("GET /pets", "GET /petsecret");
    const findings = foundInModule(
      contract,
      { sid: "Wide", effect: "Allow", resources: [`${ARN}/GET/pets*`] },
      { sid: "Narrow", effect: "Allow", resources: [`${ARN}/GET/petsecret`] },
    );
    expect(found(findings)).toEqual(["LY103 statements.0.resources.0", "LY302 statements.1"]);
    const [finding] = foundInModule(contract, {
      sid: "Wide",
      effect: "Allow",
      resources: [`${ARN}/GET/pets*`],
    });
    expect(finding).toMatchObject({ code: "LY103", sid: "Wide", witness: { path: "/petsecret" } });
  });
});

describe("a Resource that matches no route", () => {
  const contract = contractOf("GET /pets", "GET /pets/{petId}");

  it.each([
    ["of another path", fixed("GET/toys"), true],
    ["of another verb", fixed("PUT/pets"), true],
    ["with a parameter in braces matches a parameter", fixed("GET/pets/{petId}"), false],
    ["of a route", fixed("GET/pets"), false],
    ["of a parameter", fixed("GET/pets/*"), false],
  ])("%s", (_, resource, isFlagged) => {
    const codes = foundIn([allow([resource, fixed("GET/pets/1")])], contract);
    expect(codes.includes("LY304 Statement.0.Resource.0")).toBe(isFlagged);
  });

  it("says that no request's verb is `ANY`", () => {
    const [finding] = lintPolicyDocument(documentOf(allow(fixed("ANY/pets"))), contract);
    expect(finding?.message).toMatch(/matches no route of the contract; a request's verb is never `ANY`$/);
  });

  it("is not asked about without a contract", () => {
    expect(foundIn([allow(fixed("GET/toys"))])).toEqual([]);
  });
});

/** A Resource of one API and stage, which no star before the verb can leave. */
function fixed(tail: string): string {
  return `arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/${tail}`;
}
