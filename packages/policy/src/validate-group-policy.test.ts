import { describe, expect, it } from "vitest";
import { formatFinding } from "./finding.ts";
import { validateGroupPolicy } from "./validate-group-policy.ts";

const STATEMENT = { sid: "Pets", effect: "Allow", routes: ["GET /pets"] };
const POLICY = { group: "readers", description: "Readers", statements: [STATEMENT] };

function messages(value: unknown): string[] {
  const validated = validateGroupPolicy(value);
  return validated.valid ? [] : validated.findings.map(formatFinding);
}

function withStatement(part: object): unknown {
  return { ...POLICY, statements: [{ ...STATEMENT, ...part }] };
}

function withResources(...resources: string[]): unknown {
  return { ...POLICY, statements: [{ sid: "Pets", effect: "Allow", resources }] };
}

/** An ARN of as many characters. */
function arnOf(length: number): string {
  return "arn:aws:execute-api:*:*:*/*/GET/".padEnd(length, "x");
}

describe("a valid policy", () => {
  it.each<[string, unknown]>([
    ["routes", POLICY],
    [
      "every kind of route",
      withStatement({ routes: ["GET /", "ANY /**", "POST /pets/{petId}", "PUT /pets/*"] }),
    ],
    [
      "resources",
      withResources("arn:aws:execute-api:*:*:*/*/GET/pets", "arn:aws-cn:execute-api:*:*:*/*/GET/pets"),
    ],
    ["a Resource of 512 characters", withResources(arnOf(512))],
    ["a group's name as Cognito takes it", { ...POLICY, group: "eu-west-1_Abc+x=,.@-" }],
    [
      "a condition",
      withStatement({
        condition: {
          IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] },
          DateLessThanIfExists: { "aws:CurrentTime": "2027-01-01T00:00:00Z", "aws:EpochTime": 1798761600 },
          Bool: { "aws:SecureTransport": true },
          Null: { "aws:Referer": "false" },
        },
      }),
    ],
  ])("may have %s", (_, value) => {
    expect(validateGroupPolicy(value)).toEqual({ valid: true, value });
  });
});

describe("a policy", () => {
  it.each<[unknown, string[]]>([
    [null, ["expected object, got `null`"]],
    ["GET /pets", ['expected object, got `"GET /pets"`']],
    [[], ["expected object, got an empty list"]],
    [{}, ["group: is missing", "description: is missing", "statements: is missing"]],
    [
      { ...POLICY, grp: 1 },
      ["grp: is not a known property; expected `group`, `description`, `usageTier` or `statements`"],
    ],
    [
      { ...POLICY, group: "a b" },
      ['group: expected text that matches ^[A-Za-z0-9_+=,.@-]{1,128}$, got `"a b"`'],
    ],
    [
      { ...POLICY, usageTier: "Gold" },
      ['usageTier: expected text that matches ^[a-z][a-z0-9-]{0,31}$, got `"Gold"`'],
    ],
    [{ ...POLICY, usageTier: null }, ["usageTier: expected string, got `null`"]],
    [{ ...POLICY, description: " " }, ['description: expected text that matches \\S, got `" "`']],
    [{ ...POLICY, statements: [] }, ["statements: expected at least one item, got an empty list"]],
    [{ ...POLICY, statements: STATEMENT }, ["statements: expected array, got an object"]],
    [
      { ...POLICY, statements: [STATEMENT, STATEMENT] },
      ["statements[1].sid: another statement has the same sid"],
    ],
    [
      { group: 7, statements: [{}] },
      [
        "description: is missing",
        "group: expected string, got `7`",
        "statements[0].sid: is missing",
        "statements[0].effect: is missing",
      ],
    ],
  ])("%j is refused", (value, expected) => {
    expect(messages(value).toSorted()).toEqual(expected.toSorted());
  });
});

describe("a statement with", () => {
  const KNOWN = "expected `sid`, `effect`, `condition`, `routes` or `resources`";
  const ROUTE = "^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /[^\\s?#]*$";

  it.each<[object, string]>([
    [{ efect: "Deny" }, `statements[0].efect: is not a known property; ${KNOWN}`],
    [{ effect: "allow" }, 'statements[0].effect: expected `"Allow"` or `"Deny"`, got `"allow"`'],
    [{ sid: 7 }, "statements[0].sid: expected string, got `7`"],
    [
      { sid: "Pet-Store" },
      'statements[0].sid: expected text that matches ^[A-Za-z0-9]{1,64}$, got `"Pet-Store"`',
    ],
    [{ sid: "PetsLychgateGuard" }, "statements[0].sid: has the ending of the compiler's own guards"],
    [{ sid: "TokenExpired" }, "statements[0].sid: is the Sid of what ends a result with its token"],
    [{ routes: "GET /pets" }, 'statements[0].routes: expected array, got `"GET /pets"`'],
    [{ routes: [] }, "statements[0].routes: expected at least one item, got an empty list"],
    [
      { routes: ["FETCH /pets"] },
      `statements[0].routes[0]: expected text that matches ${ROUTE}, got \`"FETCH /pets"\``,
    ],
    [
      { routes: ["GET /pets?a=1"] },
      `statements[0].routes[0]: expected text that matches ${ROUTE}, got \`"GET /pets?a=1"\``,
    ],
    [{ routes: undefined }, "statements[0]: expected either `routes` or `resources`"],
    [
      { resources: ["arn:aws:execute-api:*:*:*/*/GET/pets"] },
      "statements[0]: expected either `routes` or `resources`",
    ],
  ])("%j is refused", (part, message) => {
    expect(messages(withStatement(part))).toEqual([message]);
  });

  it.each([
    [
      "arn:aws:s3:::bucket",
      'expected text that matches ^arn:aws[a-z-]*:execute-api:, got `"arn:aws:s3:::bucket"`',
    ],
    ["*", 'expected text that matches ^arn:aws[a-z-]*:execute-api:, got `"*"`'],
    [
      "arn:aws:execute-api:*:*",
      "expected `*` or an ARN such as `arn:aws:execute-api:*:*:*/*/GET/pets`, got `arn:aws:execute-api:*:*`",
    ],
    [arnOf(513), "expected at most 512 characters, got 513"],
  ])("the Resource `%.40s` is refused", (resource, message) => {
    expect(messages(withResources(resource))).toEqual([`statements[0].resources[0]: ${message}`]);
  });

  it.each<[object, string]>([
    [{}, ": expected at least one operator"],
    [{ IpAddress: {} }, ".IpAddress: expected at least one condition key"],
    [
      { IpAdress: { "aws:SourceIp": "192.0.2.0/24" } },
      ".IpAdress: is not a known property; expected `IpAddress`",
    ],
    [
      { "ForAnyValue:StringLike": { "aws:UserAgent": "x" } },
      '["ForAnyValue:StringLike"]: is not a known property; expected `StringLike`',
    ],
    [
      { IpAddress: { "aws:sourceip": "192.0.2.0/24" } },
      '.IpAddress["aws:sourceip"]: is not a known property; expected `aws:SourceIp`',
    ],
    [
      { StringEquals: { "aws:PrincipalTag/team": "a" } },
      '.StringEquals["aws:PrincipalTag/team"]: is not a known property; expected `aws:UserAgent`, `aws:Referer`, `aws:SourceVpc` or `aws:SourceVpce`',
    ],
    [
      { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "192.0.2.0/33"] } },
      '.IpAddress["aws:SourceIp"][1]: expected an IP address or a CIDR range such as `192.0.2.0/24`, got `192.0.2.0/33`',
    ],
    [
      { IpAddress: { "aws:SourceIp": [] } },
      '.IpAddress["aws:SourceIp"]: expected at least one item, got an empty list',
    ],
    [
      { IpAddress: { "aws:SourceIp": null } },
      '.IpAddress["aws:SourceIp"]: expected string or array, got `null`',
    ],
    [
      { DateLessThan: { "aws:CurrentTime": "tomorrow" } },
      '.DateLessThan["aws:CurrentTime"][0]: expected an ISO 8601 date or epoch seconds, got `tomorrow`',
    ],
    [
      { NumericLessThan: { "aws:EpochTime": "1e3" } },
      '.NumericLessThan["aws:EpochTime"][0]: expected a number, got `1e3`',
    ],
    [
      { Bool: { "aws:SecureTransport": "yes" } },
      '.Bool["aws:SecureTransport"]: expected boolean, `"true"`, `"false"` or array, got `"yes"`',
    ],
  ])("the condition %j is refused", (condition, message) => {
    expect(messages(withStatement({ condition }))).toEqual([`statements[0].condition${message}`]);
  });
});

describe("a key named `__proto__`", () => {
  it.each([
    [
      '{ "group": "g", "description": "d", "statements": [{ "sid": "A", "effect": "Allow", "routes": ["GET /a"], "__proto__": {} }] }',
      "statements[0].__proto__: is not a known property; expected `sid`, `effect`, `condition`, `routes` or `resources`",
    ],
    [
      '{ "group": "g", "description": "d", "statements": [{ "sid": "A", "effect": "Allow", "routes": ["GET /a"], "condition": { "__proto__": { "aws:SourceIp": "10.0.0.0/8" } } }] }',
      "statements[0].condition.__proto__: is not a known property; expected `Bool`",
    ],
    [
      '{ "group": "g", "description": "d", "statements": [{ "sid": "A", "effect": "Allow", "routes": ["GET /a"], "condition": { "IpAddress": { "__proto__": "10.0.0.0/8" } } }] }',
      "statements[0].condition.IpAddress.__proto__: is not a known property; expected `aws:SourceIp`",
    ],
  ])("is refused in %s", (json, message) => {
    expect(messages(JSON.parse(json))).toEqual([message]);
  });

  it("lends nothing to the object that has it", () => {
    const value = JSON.parse(`{ "__proto__": ${JSON.stringify(POLICY)} }`);
    expect(messages(value)).toContain("statements: is missing");
  });
});
