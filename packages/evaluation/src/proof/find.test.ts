import { type ConditionBlock, type PolicyDocument, readContract } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { evaluate, prepare } from "../index.ts";
import { type Access, accessOf } from "./access.ts";
import { SAMPLE_BINDING } from "./binding.ts";
import { difference, equivalence, findRequest, overlap } from "./find.ts";
import { anyArnSpace, anyPathSpace, contractSpace } from "./space.ts";

const CONTRACT = readContract([
  {
    name: "api.yaml",
    document: {
      openapi: "3.0.3",
      paths: {
        "/pets": { get: {}, post: {} },
        "/pets/{petId}": { get: {} },
        "/pets/{petId}/toys": { get: {} },
        "/pets/mine": { get: {} },
        "/files/{path+}": { get: {} },
      },
    },
  },
]);

const ROUTES = contractSpace(CONTRACT, SAMPLE_BINDING);
const PATHS = anyPathSpace(SAMPLE_BINDING);
const STAGE = SAMPLE_BINDING.prefix;

function documentOf(
  ...statements: { deny?: string[]; allow?: string[]; not?: string[]; when?: ConditionBlock }[]
): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ deny, allow, not, when }, index) => ({
      Sid: `S${index}`,
      Effect: deny ? "Deny" : "Allow",
      Action: "execute-api:Invoke",
      ...(not ? { NotResource: not.map(arn) } : { Resource: (deny ?? allow ?? []).map(arn) }),
      ...(when && { Condition: when }),
    })),
  };
}

function arn(text: string): string {
  return text === "*" || text.startsWith("arn:") ? text : STAGE + text;
}

function access(...statements: Parameters<typeof documentOf>): Access {
  return accessOf([documentOf(...statements)]);
}

const when = (condition: ConditionBlock): Access => access({ allow: ["*"], when: condition });

const EVERYTHING = access({ allow: ["*"] });

describe("what one document allows and another does not", () => {
  it.each([
    ["GET/pets*", "GET/pets", "/pets/x"],
    ["GET/pets/*", "GET/pets/?", "/pets/xx"],
    ["*", "GET/*", "/pets"],
    ["GET/pets/*", "GET/pets/*/toys", "/pets/x"],
    ["GET/*", "GET/pets*", "/files/x"],
  ])("over the routes: `%s` without `%s` has `%s`", (a, b, path) => {
    const [one, other] = [access({ allow: [a] }), access({ allow: [b] })];
    const witness = difference(one, other, ROUTES);
    expect(witness?.path).toBe(path);
  });

  it.each([
    ["*/*", "*"],
    ["GET/pets/?*", "GET/pets/*"],
    ["GET/pets/*/toys", "GET/pets/?*"],
    ["POST/*", "POST/pets*"],
    ["DELETE/*", "GET/pets"],
  ])("over the routes nothing is in `%s` and not in `%s`", (a, b) => {
    expect(difference(access({ allow: [a] }), access({ allow: [b] }), ROUTES)).toBeUndefined();
  });

  it("knows which of two greedy routes serves a request", () => {
    const paths = { "/{proxy+}": { get: {} }, "/a/{proxy+}": { get: {} }, "/a/b": { get: {} } };
    const contract = readContract([{ name: "api.yaml", document: { openapi: "3.0.3", paths } }]);
    const space = contractSpace(contract, SAMPLE_BINDING, ({ template }) => template === "/{proxy+}");
    expect(findRequest(space, [access({ allow: ["GET/a/*"] })], ([allowed]) => allowed === true)?.path).toBe(
      "/a/",
    );
    expect(
      findRequest(space, [access({ allow: ["GET/a/x*"] })], ([allowed]) => allowed === true),
    ).toBeUndefined();
  });

  it("is none of a document that says nothing", () => {
    const nothing = accessOf([{ Version: "2012-10-17", Statement: [] }]);
    expect(difference(nothing, EVERYTHING, ROUTES)).toBeUndefined();
    expect(difference(EVERYTHING, nothing, ROUTES)?.path).toBe("/pets");
  });

  it("is never a text that no path is", () => {
    for (const tail of ["GET/pets/\u00e9*", "GET/pets/a#*", `GET/pets/${variable("?")}*`]) {
      expect(
        findRequest(ROUTES, [access({ allow: [tail] })], ([allowed]) => allowed === true),
      ).toBeUndefined();
    }
  });

  it("names the operation that serves the witness", () => {
    const witness = difference(
      access({ allow: ["GET/pets/*"] }),
      access({ allow: ["GET/pets/mine"] }),
      ROUTES,
    );
    expect(witness?.operation?.template).toBe("/pets/{petId}");
    expect(witness?.request.methodArn).toBe(`${STAGE}GET/pets/x`);
  });

  it("is over every path more than over the routes", () => {
    const [a, b] = [
      access({ allow: ["*T/pets"] }),
      access({ allow: ["GET/pets", "POST/pets", "GET/*/pets"] }),
    ];
    expect(difference(a, b, ROUTES)).toBeUndefined();
    expect(difference(a, b, PATHS)?.path).toBe("/T/pets");
  });

  it("takes Deny, NotResource and their circumstances into account", () => {
    const guarded = access({ allow: ["GET/pets/*"] }, { deny: ["GET/pets/*/toys"] });
    const flat = access({ allow: ["GET/pets/*"] }, { not: ["GET/pets/*"] });
    expect(difference(flat, guarded, ROUTES)?.path).toBe("/pets");
    expect(difference(guarded, flat, ROUTES)).toBeUndefined();
    const denied = access(
      { allow: ["*"] },
      { deny: ["*"], when: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
    );
    expect(findRequest(ROUTES, [denied], ([allowed]) => allowed === true)?.context["aws:SourceIp"]).toBe(
      "10.0.0.10",
    );
  });
});

describe("circumstances", () => {
  it.each<[ConditionBlock, ConditionBlock]>([
    [
      { NumericLessThan: { "aws:EpochTime": 1_800_000_000 } },
      { DateLessThan: { "aws:CurrentTime": "2027-01-15T08:00:00Z" } },
    ],
    [
      { DateLessThanEquals: { "aws:EpochTime": "1800000000" } },
      { DateLessThan: { "aws:CurrentTime": "2027-01-15T08:00:01Z" } },
    ],
    [{ NumericEquals: { "aws:EpochTime": "1800000000.5" } }, { Bool: { "aws:SecureTransport": "false" } }],
    [
      { IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } },
      { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    ],
    [{ StringLike: { "aws:UserAgent": "*" } }, { Null: { "aws:UserAgent": "false" } }],
    [{ StringLikeIfExists: { "aws:UserAgent": "*" } }, { Bool: { "aws:SecureTransport": true } }],
    [
      { StringEqualsIgnoreCase: { "aws:Referer": "AB" } },
      { StringEqualsIgnoreCase: { "AWS:REFERER": "ab" } },
    ],
    [{ StringNotEquals: { "aws:PrincipalArn": "x" } }, { Null: { "aws:CurrentTime": false } }],
    [{ Null: { "aws:SourceIp": true } }, { Null: { "aws:SourceVpc": false } }],
    [
      { "ForAllValues:StringEquals": { "aws:UserAgent": "" } },
      { StringEqualsIfExists: { "aws:UserAgent": "" } },
    ],
  ])("%j and %j say the same", (a, b) => {
    expect(equivalence(when(a), when(b), ROUTES)).toEqual({});
  });

  it.each<[ConditionBlock, ConditionBlock, Record<string, string>]>([
    [{}, { IpAddress: { "aws:SourceIp": ["0.0.0.0/0", "::/0"] } }, { "aws:SourceVpce": "vpce-0a1b2c3d" }],
    [
      { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      { IpAddress: { "aws:SourceIp": "192.0.2.0/25" } },
      { "aws:SourceIp": "192.0.2.138" },
    ],
    [
      { DateLessThanEquals: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
      { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
      { "aws:CurrentTime": "2027-01-01T00:00:00Z" },
    ],
    [
      { StringLike: { "aws:UserAgent": "*bot*" } },
      { StringNotLike: { "aws:UserAgent": "*bot*y" } },
      { "aws:UserAgent": "boty" },
    ],
    [
      { StringNotEquals: { "aws:Referer": "x" } },
      { StringNotEquals: { "aws:Referer": ["x", "y"] } },
      { "aws:Referer": "y" },
    ],
    [
      { IpAddress: { "aws:SourceIp": "2001:db8::/32" } },
      { IpAddress: { "aws:SourceIp": "2001:db8::/33" } },
      { "aws:SourceIp": "2001:db8:8000::a" },
    ],
  ])("%j lets in what %j does not", (a, b, context) => {
    const [one, other] = [Object.keys(a).length === 0 ? EVERYTHING : when(a), when(b)];
    expect(difference(one, other, ROUTES)?.context).toMatchObject(context);
  });

  it("exclude one another only where no request has both", () => {
    const inside = when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } });
    const endpoint = when({ StringLike: { "aws:SourceVpce": "vpce-1*" } });
    expect(overlap(inside, endpoint, ROUTES)).toBeUndefined();
    const soon = when({ DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } });
    expect(overlap(soon, endpoint, ROUTES)?.context["aws:SourceVpce"]).toMatch(/^vpce-1/);
  });
});

function variable(key: string): string {
  return ["$", `{${key}}`].join("");
}

const REFERER = variable("aws:Referer");

describe("what cannot be decided is said, with the statement", () => {
  it.each<[string, ConditionBlock]>([
    ["`StringLike` on `aws:SourceIp`", { StringLike: { "aws:SourceIp": "10.*" } }],
    ["`IpAddress` on `aws:UserAgent`", { IpAddress: { "aws:UserAgent": "10.0.0.0/8" } }],
    ["`NumericLessThan` on `aws:CurrentTime`", { NumericLessThan: { "aws:CurrentTime": "5" } }],
  ])("%s", (text, condition) => {
    expect(() => access({ allow: ["GET/pets"] }, { allow: ["*"], when: condition })).toThrow(
      `policy 0: statement 1 (\`S1\`): ${text} has no exact description`,
    );
  });

  it("a policy variable", () => {
    expect(() => access({ allow: [`GET/${REFERER}`] })).toThrow(
      /policy 0: statement 0 \(`S0`\): .* is not known/,
    );
    expect(() =>
      findRequest(ROUTES, [when({ StringLike: { "aws:UserAgent": REFERER } })], () => false),
    ).toThrow(/is not known/);
  });

  it("but escapes are literal text", () => {
    const star = access({ allow: [`GET/pets/${variable("*")}`] });
    expect(findRequest(ROUTES, [star], ([allowed]) => allowed === true)?.path).toBe("/pets/*");
  });
});

describe("patterns made to be slow", () => {
  const questions = {
    hole: `GET/*a${"?".repeat(40)}`,
    stars: `GET/${"*a".repeat(100)}`,
    long: `GET/${"abc".repeat(150)}*`,
  };

  it.each(["stars", "long"] as const)("are answered: %s", (name) => {
    const slow = access({ allow: [questions[name]] });
    const witness = difference(slow, access({ allow: ["GET/files/*"] }), PATHS);
    expect(
      witness && evaluate(prepare([documentOf({ allow: [questions[name]] })]), witness.request).decision,
    ).toBe("allowed");
  });

  it("are answered with hundreds of resources", () => {
    const many = Array.from({ length: 400 }, (_, index) => `GET/files/${index}/*/${index}*`);
    const all = access({ allow: many });
    const but = access({ allow: many.slice(1) });
    expect(difference(all, but, ROUTES)?.path).toBe("/files/0//0");
    expect(difference(but, all, ROUTES)).toBeUndefined();
  });

  it("or refused by name", () => {
    const hole = access({ allow: ["GET/pets"] }, { allow: [questions.hole] });
    expect(() => difference(hole, access({ allow: ["POST/*"] }), PATHS)).toThrow(
      expect.objectContaining({ code: "TooLarge", message: expect.stringContaining("`S1`") }),
    );
  });
});

describe("the policy of AWS's sample, as it is published", () => {
  const inClinics = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } };
  const status = documentOf({
    allow: ["arn:aws:execute-api:*:*:*/*/GET/petstore/v2/status"],
    when: inClinics,
  });
  const version1 = documentOf({ allow: ["arn:aws:execute-api:*:*:*/*/*/petstore/v1/*"], when: inClinics });
  const said = documentOf(
    ...["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map((verb) => ({
      allow: [`${verb}/petstore/v1/*`],
    })),
    { allow: ["GET/petstore/v2/status"] },
  );

  it.each([
    ["status", status, /^\/(.*\/)?GET\/petstore\/v2\/status$/],
    ["version 1", version1, /^\/.*\/petstore\/v1\/.*$/],
  ] as const)("lets in more than it says: %s", (_, document, path) => {
    const witness = difference(accessOf([document]), accessOf([said]), anyArnSpace());
    expect(witness?.path).toMatch(path);
    expect(witness && evaluate(prepare([document]), witness.request).decision).toBe("allowed");
  });
});
