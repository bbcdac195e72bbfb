import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolder } from "../../test/temp-repository.ts";
import { readRoleFile } from "./role-file.ts";

const READ = { Sid: "Read", Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };
const WRITE = { Sid: "Write", Effect: "Allow", Action: "execute-api:*", Resource: "*" };
const LOGS = { Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" };

const POLICY = { Version: "2012-10-17", Statement: [READ] };

function read(value: unknown, group?: string) {
  const { root } = createFolder({ "pets.json": JSON.stringify(value) });
  return readRoleFile(join(root, "pets.json"), group);
}

function role(more: object): object {
  const detail = { RoleName: "pet-owner", RolePolicyList: [], AttachedManagedPolicies: [], ...more };
  return {
    RoleDetailList: [detail],
    Policies: [
      {
        PolicyName: "logs",
        Arn: "arn:aws:iam::111122223333:policy/logs",
        PolicyVersionList: [
          { VersionId: "v2", IsDefaultVersion: true, Document: { Version: "2012-10-17", Statement: LOGS } },
          { VersionId: "v1", IsDefaultVersion: false, Document: { Version: "2012-10-17", Statement: READ } },
        ],
      },
    ],
  };
}

const attached = (name: string) => ({
  AttachedManagedPolicies: [{ PolicyName: name, PolicyArn: `arn:aws:iam::111122223333:policy/${name}` }],
});

describe("a role's policy is read from", () => {
  const one = { origin: "pets.json", document: POLICY, isCompiled: false };
  it.each<[string, unknown, string]>([
    ["get-role-policy", { RoleName: "pet-owner", PolicyName: "api", PolicyDocument: POLICY }, "pet-owner"],
    [
      "get-role-policy as IAM's API encodes it",
      { RoleName: "pet-owner", PolicyDocument: encodeURIComponent(JSON.stringify(POLICY)) },
      "pet-owner",
    ],
    [
      "get-role-policy as text",
      { RoleName: "pet-owner", PolicyDocument: JSON.stringify(POLICY) },
      "pet-owner",
    ],
    ["get-policy-version", { PolicyVersion: { Document: POLICY, IsDefaultVersion: true } }, "pets"],
    ["a role's RolePolicyList", { RolePolicyList: [{ PolicyName: "api", PolicyDocument: POLICY }] }, "pets"],
    [
      "get-account-authorization-details",
      role({ RolePolicyList: [{ PolicyName: "api", PolicyDocument: POLICY }] }),
      "pet-owner",
    ],
  ])("%s", (_, value, group) => expect(read(value)).toEqual([{ ...one, group }]));

  it("as the group that is named", () => {
    expect(read({ PolicyDocument: POLICY }, "owners")).toEqual([{ ...one, group: "owners" }]);
  });
});

describe("a role's policies", () => {
  it("are one document, the attached ones in the version that is in force", () => {
    const inline = [
      { PolicyName: "a", PolicyDocument: POLICY },
      { PolicyName: "b", PolicyDocument: { Version: "2012-10-17", Statement: WRITE } },
    ];
    const [source] = read(role({ RolePolicyList: inline, ...attached("logs") }));
    expect(source).toMatchObject({ document: { Version: "2012-10-17", Statement: [READ, WRITE, LOGS] } });
  });

  it("have no version where one of them is of the old language", () => {
    const inline = [{ PolicyDocument: POLICY }, { PolicyDocument: { Statement: [WRITE] } }];
    expect(read({ RolePolicyList: inline })).toMatchObject([{ document: { Statement: [READ, WRITE] } }]);
    expect(read({ RolePolicyList: inline })).not.toMatchObject([{ document: { Version: "2012-10-17" } }]);
  });

  it.each([
    ["one of them is not in the file", attached("gone"), "its policy `gone` is not in the file"],
    [
      "a permissions boundary is set",
      { PermissionsBoundary: {} },
      "its permissions boundary takes something away",
    ],
    [
      "one is no document",
      { RolePolicyList: [{ PolicyDocument: "%" }] },
      "expected its policies to be documents",
    ],
  ])("are not read where %s, for they could deny", (_, more, problem) => {
    const origin = "pets.json";
    expect(read(role(more))).toEqual([
      { group: "pet-owner", origin, problem: expect.stringContaining(problem) },
    ]);
  });
});

it.each([
  ["a file that is none of these", { Version: "2012-10-17" }, undefined, "expected `PolicyDocument`"],
  [
    "one group for several roles",
    { RoleDetailList: [{}, {}] },
    "owners",
    "--group: expected one role with it",
  ],
])("%s is wrong usage", (_, value, group, message) => expect(() => read(value, group)).toThrow(message));
