import { describe, expect, it } from "vitest";
import { formatFinding } from "./finding.ts";
import { validateDocument } from "./validate-document.ts";

const PETS = "arn:aws:execute-api:*:*:*/*/GET/pets";
const STATEMENT = { Effect: "Allow", Action: "execute-api:Invoke", Resource: PETS };

function messages(value: unknown): string[] {
  const validated = validateDocument(value);
  return validated.valid ? [] : validated.findings.map(formatFinding);
}

function withStatement(part: object): unknown {
  return { Version: "2012-10-17", Statement: [{ ...STATEMENT, ...part }] };
}

/** An ARN of as many characters. */
function arnOf(length: number): string {
  return "arn:aws:execute-api:*:*:*/*/GET/".padEnd(length, "x");
}

/** @see https://github.com/aws-samples/amazon-cognito-api-gateway */
const AWS_SAMPLE = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "PetStore-API",
      Effect: "Allow",
      Action: "execute-api:Invoke",
      Resource: [
        "arn:aws:execute-api:*:*:*/*/*/petstore/v1/*",
        "arn:aws:execute-api:*:*:*/*/GET/petstore/v2/status",
      ],
      Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } },
    },
  ],
};

describe("a valid document", () => {
  it.each<[string, unknown]>([
    ["may be that of AWS's sample", AWS_SAMPLE],
    ["may have one statement in place of a list", { Statement: STATEMENT }],
    ["may be of 2008", { Version: "2008-10-17", Id: "pets", Statement: [STATEMENT] }],
    ["may except actions", withStatement({ Action: undefined, NotAction: ["execute-api:Manage*"] })],
    ["may except resources", withStatement({ Resource: undefined, NotResource: "*" })],
    ["may name every action and resource", withStatement({ Action: "*", Resource: ["*"] })],
    ["may write the action in any case", withStatement({ Action: "Execute-API:invoke" })],
    ["may have a Resource of 512 characters", withStatement({ Resource: arnOf(512) })],
    [
      "may have set operators",
      withStatement({ Condition: { "ForAnyValue:StringLike": { "aws:UserAgent": ["a*"] } } }),
    ],
    [
      "may write condition keys in any case",
      withStatement({ Condition: { IpAddress: { "AWS:sourceip": "192.0.2.1" } } }),
    ],
    [
      "may have the operators of every type",
      withStatement({
        Condition: {
          NumericEquals: { "aws:EpochTime": -1.5 },
          DateEquals: { "aws:CurrentTime": "2026" },
          Bool: { "aws:SecureTransport": "TRUE" },
          BinaryEquals: { "aws:UserAgent": "QUI=" },
          Null: { "aws:Referer": true },
          ArnLike: { "aws:Referer": "arn:*" },
        },
      }),
    ],
  ])("%s", (_, value) => {
    expect(validateDocument(value)).toEqual({ valid: true, value });
  });
});

describe("a document", () => {
  it.each<[unknown, string]>([
    [null, "expected object, got `null`"],
    ["[]", 'expected object, got `"[]"`'],
    [[STATEMENT], "expected object, got a list"],
    [{}, "Statement: is missing"],
    [{ Statement: [] }, "Statement: expected at least one item, got an empty list"],
    [{ Statement: "*" }, 'Statement: expected object or array, got `"*"`'],
    [
      { Version: "2020-01-01", Statement: STATEMENT },
      'Version: expected `"2012-10-17"` or `"2008-10-17"`, got `"2020-01-01"`',
    ],
    [
      { version: "2012-10-17", Statement: STATEMENT },
      "version: is not a known property; expected `Version`, `Id` or `Statement`",
    ],
    [{ Id: 3, Statement: STATEMENT }, "Id: expected string, got `3`"],
    [
      { Statement: { ...STATEMENT, Effect: "Permit" } },
      'Statement.Effect: expected `"Allow"` or `"Deny"`, got `"Permit"`',
    ],
    [{ Statement: [STATEMENT, 7] }, "Statement[1]: expected object, got `7`"],
  ])("%j is refused", (value, message) => {
    expect(messages(value)).toEqual([message]);
  });
});

describe("a statement with", () => {
  const KNOWN = "expected `Sid`, `Effect`, `Action`, `NotAction`, `Resource`, `NotResource` or `Condition`";
  const ARN = "expected `*` or an ARN such as `arn:aws:execute-api:*:*:*/*/GET/pets`";
  const ACTION = "expected an action of execute-api such as `execute-api:Invoke`";

  it.each<[object, string]>([
    [{ Principal: "*" }, `.Principal: is not a known property; ${KNOWN}`],
    [{ NotPrincipal: "*" }, `.NotPrincipal: is not a known property; ${KNOWN}`],
    [{ Effect: "allow" }, '.Effect: expected `"Allow"` or `"Deny"`, got `"allow"`'],
    [{ Effect: undefined }, ".Effect: is missing"],
    [{ Sid: 5 }, ".Sid: expected string, got `5`"],
    [{ Action: undefined }, ": expected either `Action` or `NotAction`"],
    [{ NotAction: "*" }, ": expected either `Action` or `NotAction`"],
    [{ Resource: undefined }, ": expected either `Resource` or `NotResource`"],
    [{ NotResource: PETS }, ": expected either `Resource` or `NotResource`"],
    [{ Action: [] }, ".Action: expected at least one item, got an empty list"],
    [{ Action: { a: 1 } }, ".Action: expected string or array, got an object"],
    [{ Action: "s3:GetObject" }, `.Action: ${ACTION}, got \`s3:GetObject\``],
    [{ Action: ["*", "lambda:*"] }, `.Action[1]: ${ACTION}, got \`lambda:*\``],
    [{ Action: undefined, NotAction: ["s3:*"] }, `.NotAction[0]: ${ACTION}, got \`s3:*\``],
    [{ Resource: "execute-api:/*" }, `.Resource: ${ARN}, got \`execute-api:/*\``],
    [{ Resource: [PETS, ""] }, `.Resource[1]: ${ARN}, got \`\``],
    [{ Resource: undefined, NotResource: "/pets" }, `.NotResource: ${ARN}, got \`/pets\``],
    [{ Resource: "x".repeat(100) }, `.Resource: ${ARN}, got \`${"x".repeat(80)}…\``],
    [{ Resource: arnOf(513) }, ".Resource: expected at most 512 characters, got 513"],
    [{ Condition: [] }, ".Condition: expected object, got an empty list"],
    [{ Condition: {} }, ".Condition: expected at least one operator"],
    [{ Condition: { Bool: {} } }, ".Condition.Bool: expected at least one condition key"],
    [
      { Condition: { StringEqual: { "aws:UserAgent": "x" } } },
      ".Condition.StringEqual: is not a condition operator; did you mean `StringEquals`?",
    ],
    [
      { Condition: { NullIfExists: { "aws:Referer": "true" } } },
      ".Condition.NullIfExists: is not a condition operator; did you mean `Null`?",
    ],
    [
      { Condition: { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } } },
      '.Condition.IpAddress["aws:VpcSourceIp"]: API Gateway never supplies this key to what an authorizer returns; it supplies `aws:CurrentTime`, `aws:EpochTime`, `aws:Referer`, `aws:SecureTransport`, `aws:SourceIp`, `aws:SourceVpc`, `aws:SourceVpce`, `aws:UserAgent`',
    ],
    [
      { Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "192.0.2.300"] } } },
      '.Condition.IpAddress["aws:SourceIp"][1]: expected an IP address or a CIDR range such as `192.0.2.0/24`, got `192.0.2.300`',
    ],
    [
      { Condition: { DateLessThan: { "aws:CurrentTime": 1798761600000 } } },
      '.Condition.DateLessThan["aws:CurrentTime"][0]: expected an ISO 8601 date or epoch seconds, got `1798761600000`',
    ],
    [
      { Condition: { Null: { "aws:SourceIp": "maybe" } } },
      '.Condition.Null["aws:SourceIp"][0]: expected `true` or `false`, got `maybe`',
    ],
    [
      { Condition: { BinaryEquals: { "aws:UserAgent": "?" } } },
      '.Condition.BinaryEquals["aws:UserAgent"][0]: expected base64, got `?`',
    ],
  ])("%j is refused", (part, message) => {
    expect(messages(withStatement(part))).toEqual([`Statement[0]${message}`]);
  });

  it("several faults is told all of them", () => {
    expect(messages({ Statement: { Effect: "Allow" } })).toEqual([
      "Statement: expected either `Action` or `NotAction`",
      "Statement: expected either `Resource` or `NotResource`",
    ]);
  });

  it.each([
    [
      '{ "Effect": "Allow", "Action": "*", "Resource": "*", "__proto__": {} }',
      `Statement.__proto__: is not a known property; ${KNOWN}`,
    ],
    [
      '{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "__proto__": { "aws:SourceIp": "10.0.0.0/8" } } }',
      "Statement.Condition.__proto__: is not a condition operator; did you mean `Bool`?",
    ],
  ])("a key named `__proto__` is refused: %s", (json, message) => {
    expect(messages(JSON.parse(`{ "Statement": ${json} }`))).toEqual([message]);
  });
});
