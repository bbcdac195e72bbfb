import { describe, expect, it } from "vitest";
import { lintPolicyDocument } from "./index.ts";
import { ARN, allow, contractOf, deny, documentOf, found, foundIn, foundInModule } from "./lint.cases.ts";

const STAGE = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev";
const CLINIC = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
const CONTRACT = contractOf("GET /pets", "GET /pets/{petId}", "DELETE /pets/{petId}");

describe("an Allow that a Deny refuses altogether", () => {
  it.each([
    ["by one Deny", [allow(`${STAGE}/GET/pets`), deny(`${STAGE}/GET/*`)], ["LY301 Statement.0"]],
    [
      "by two together",
      [
        allow(`${STAGE}/GET/pets`),
        deny(`${STAGE}/GET/*`, CLINIC),
        deny(`${STAGE}/*`, { NotIpAddress: CLINIC.IpAddress }),
      ],
      ["LY301 Statement.0", "LY204 Statement.2.Condition.NotIpAddress.aws:SourceIp"],
    ],
    ["not by a Deny of a part", [allow(`${STAGE}/GET/pets/*`), deny(`${STAGE}/GET/pets/1`)], []],
    ["not by a Deny under a condition", [allow(`${STAGE}/GET/pets`), deny(`${STAGE}/GET/pets`, CLINIC)], []],
  ])("%s", (_, statements, codes) => {
    expect(foundIn(statements)).toEqual(codes);
  });

  it("names the Deny", () => {
    const refusing = { ...deny(`${STAGE}/GET/*`), Sid: "NoReading" };
    const [finding] = lintPolicyDocument(documentOf(allow(`${STAGE}/GET/pets`), refusing));
    expect(finding?.message).toBe("every request that it allows is refused by the Deny `NoReading`");
  });
});

describe("a statement that no request reaches", () => {
  it("asks for another action than a call", () => {
    const other = { ...allow(`${STAGE}/GET/pets`), Action: "execute-api:Invokes" };
    expect(foundIn([other])).toEqual(["LY303 Statement.0"]);
    expect(foundIn([{ ...other, Action: "execute-api:Invok*" }])).toEqual([]);
    expect(foundIn([{ ...other, Action: "execute-api:InvalidateCache" }])).toEqual([]);
  });

  it("exempts every route of the contract", () => {
    const { Resource: _, ...rest } = deny("*");
    expect(foundIn([{ ...rest, NotResource: `${STAGE}/GET/pets` }, allow("*")], CONTRACT)).not.toContain(
      "LY303 Statement.0",
    );
    expect(foundIn([{ ...rest, NotResource: "*" }, allow("*")], CONTRACT)).toContain("LY303 Statement.0");
  });
});

describe("a redundant part", () => {
  it.each([
    [
      "a statement within another",
      [allow(`${STAGE}/GET/pets`, CLINIC), allow(`${STAGE}/GET/*`)],
      ["LY302 Statement.0"],
    ],
    [
      "the later of two that are the same",
      [allow(`${STAGE}/GET/pets`), allow(`${STAGE}/GET/pets`)],
      ["LY302 Statement.1"],
    ],
    [
      "a Resource within another",
      [allow([`${STAGE}/GET/pets/1`, `${STAGE}/GET/pets/*`])],
      ["LY302 Statement.0.Resource.0"],
    ],
    [
      "a network within another",
      [allow(`${STAGE}/GET/pets`, { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "192.0.2.7"] } })],
      ["LY302 Statement.0.Condition.IpAddress.aws:SourceIp.1"],
    ],
    ["a Deny within another", [deny(`${STAGE}/GET/pets`), deny(`${STAGE}/GET/*`)], ["LY302 Statement.0"]],
    ["not a Deny of what nothing here allows, for other groups may", [deny(`${STAGE}/GET/pets`)], []],
    ["not a Resource beside another", [allow([`${STAGE}/GET/pets`, `${STAGE}/GET/pets/*`])], []],
    [
      "all but one of those that cover each other",
      [allow([`${STAGE}/GET/a*`, `${STAGE}/GET/a*`, `${STAGE}/GET/a`])],
      ["LY302 Statement.0.Resource.1", "LY302 Statement.0.Resource.2"],
    ],
  ])("%s", (_, statements, codes) => {
    expect(foundIn(statements).filter((code) => code.startsWith("LY302"))).toEqual(codes);
  });

  it("is a route of a module that another names", () => {
    const findings = foundInModule(CONTRACT, {
      sid: "Read",
      effect: "Allow",
      routes: ["GET /pets", "GET /pets/{petId}", "GET /pets/*"],
    });
    expect(found(findings)).toEqual(["LY302 statements.0.routes.2"]);
    expect(findings[0]).toMatchObject({ sid: "Read", removable: ["statements", 0, "routes", 2] });
  });

  it("may be taken out as a statement only where another says exactly the same", () => {
    const read = { effect: "Allow", routes: ["GET /pets"] } as const;
    const same = foundInModule(
      CONTRACT,
      { ...read, routes: ["GET /pets"], sid: "A" },
      { ...read, routes: ["GET /pets"], sid: "B" },
    );
    expect(same).toMatchObject([
      { code: "LY302", sid: "B", removable: ["statements", 1], message: expect.stringContaining("`A`") },
    ]);
    const [within] = foundInModule(
      CONTRACT,
      { sid: "A", effect: "Allow", routes: ["GET /pets"] },
      { sid: "B", effect: "Allow", routes: ["GET /**"] },
    );
    expect(within).toMatchObject({ code: "LY302", sid: "A" });
    expect(within).not.toHaveProperty("removable");
  });

  it("is not a route whose guard would go with it", () => {
    const contract = contractOf("GET /pets/{petId}", "GET /pets/{petId}/toys");
    const findings = foundInModule(contract, { sid: "Read", effect: "Allow", routes: ["GET /pets/*"] });
    expect(findings).toEqual([]);
  });
});

describe("what cannot be decided", () => {
  const variable = allow(`${ARN}/GET/$` + "{aws:username}");

  it("is a finding that names the statement", () => {
    const [finding] = lintPolicyDocument(documentOf({ ...variable, Sid: "Own" }));
    expect(finding).toMatchObject({
      code: "LY901",
      sid: "Own",
      message: expect.stringContaining("policy variable"),
    });
  });

  it("leaves the other statements to the rules", () => {
    expect(foundIn([variable, allow("GET/pets")])).toEqual([
      "LY901 Statement.0",
      "LY101 Statement.1.Resource.0",
    ]);
  });

  it("is a document that names a part of a stage, beside a contract", () => {
    const codes = foundIn([allow("arn:aws:execute-api:*:*:abc*/dev/GET/pets")], CONTRACT);
    expect(codes).toContain("LY901 ");
    expect(codes).toContain("LY101 Statement.0.Resource.0");
  });

  it("is refused where it is no document", () => {
    expect(found(lintPolicyDocument({ Version: "2012-10-17", Statement: [{ Effect: "allow" }] }))).toContain(
      "LY900 Statement.0.Effect",
    );
    expect(foundIn([allow("GET/pets", { IpAdress: { "aws:SourceIp": "192.0.2.1" } })])).toEqual([
      "LY900 Statement.0.Condition.IpAdress",
    ]);
  });
});
