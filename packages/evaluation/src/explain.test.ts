import type { PolicyDocument } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { explain, prepare } from "./index.ts";

const HERE = "arn:aws:execute-api:*:*:*/*/";
const PETS = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/GET/pets";

const documents: PolicyDocument[] = [
  {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Sockets", Effect: "Allow", Action: "execute-api:ManageConnections", Resource: "*" },
      { Sid: "Shops", Effect: "Allow", Action: "*", Resource: [`${HERE}GET/shops`, `${HERE}GET/shops/*`] },
      {
        Sid: "Clinics",
        Effect: "Allow",
        Action: "execute-api:Invoke",
        Resource: `${HERE}GET/pets`,
        Condition: {
          Bool: { "aws:SecureTransport": true },
          IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] },
        },
      },
    ],
  },
  { Statement: { Effect: "Deny", NotAction: "execute-api:*", NotResource: `${HERE}GET/pets` } },
];

const prepared = prepare(documents);

describe("explain", () => {
  it("names the first part of each statement that did not match, what it wanted and what came", () => {
    const context = { "aws:SecureTransport": true, "aws:SourceIp": "203.0.113.10" };
    expect(explain(prepared, { methodArn: PETS, context })).toEqual({
      decision: "implicitDeny",
      statements: [],
      considered: [
        {
          policy: 0,
          statement: 0,
          sid: "Sockets",
          effect: "Allow",
          matched: false,
          reason: {
            kind: "action",
            element: "Action",
            wanted: ["execute-api:ManageConnections"],
            value: "execute-api:Invoke",
          },
        },
        {
          policy: 0,
          statement: 1,
          sid: "Shops",
          effect: "Allow",
          matched: false,
          reason: {
            kind: "resource",
            element: "Resource",
            wanted: [`${HERE}GET/shops`, `${HERE}GET/shops/*`],
            value: PETS,
          },
        },
        {
          policy: 0,
          statement: 2,
          sid: "Clinics",
          effect: "Allow",
          matched: false,
          reason: {
            kind: "condition",
            operator: "IpAddress",
            key: "aws:SourceIp",
            wanted: ["192.0.2.0/24", "198.51.100.0/24"],
            value: "203.0.113.10",
          },
        },
        {
          policy: 1,
          statement: 0,
          effect: "Deny",
          matched: false,
          reason: {
            kind: "action",
            element: "NotAction",
            wanted: ["execute-api:*"],
            value: "execute-api:Invoke",
          },
        },
      ],
    });
  });

  it("leaves the value away when the request lacks the key", () => {
    const { considered } = explain(prepared, { methodArn: PETS });
    expect(considered[2]?.reason).toEqual({
      kind: "condition",
      operator: "Bool",
      key: "aws:SecureTransport",
      wanted: ["true"],
    });
  });

  it("says that a statement matched, and gives the verdict of evaluate", () => {
    const context = { "aws:SecureTransport": true, "aws:SourceIp": "192.0.2.10" };
    const { decision, statements, considered } = explain(prepared, { methodArn: PETS, context });
    expect({ decision, statements }).toEqual({
      decision: "allowed",
      statements: [{ policy: 0, statement: 2, sid: "Clinics" }],
    });
    expect(considered[2]).toEqual({
      policy: 0,
      statement: 2,
      sid: "Clinics",
      effect: "Allow",
      matched: true,
    });
  });

  it("names the action of the request when it is another", () => {
    const { considered } = explain(prepared, { methodArn: PETS, action: "s3:GetObject" });
    expect(considered[0]?.reason).toMatchObject({ kind: "action", value: "s3:GetObject" });
    expect(considered[3]?.reason).toMatchObject({ kind: "resource", element: "NotResource", value: PETS });
  });
});
