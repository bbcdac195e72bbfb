import { describe, expect, it } from "vitest";
import { statementsOf } from "../test/policies.ts";
import { SUBJECTS, subject } from "../test/synthesized.ts";
import { boundaryPermissions } from "./permissions/boundary.ts";

/** Where a star may stand, and why. What is not here may hold none. */
const ACTION_EXCEPTIONS: Readonly<Record<string, string>> = {
  LetIamPoliciesDecide: "a key's administration is the account's: AWS's default key policy",
};

/** Statements about what has no name of its own, or none before it is made. */
const RESOURCE_EXCEPTIONS: Readonly<Record<string, string>> = {
  LetIamPoliciesDecide: "in a key's policy the star is the key",
  EncryptLogs: "in a key's policy the star is the key",
  EncryptAlarms: "in a key's policy the star is the key",
  SendTraces: "X-Ray has no resources",
  WriteLogs: "in the boundary: API Gateway checks its role for rights everywhere",
  MakeKeys: "a key has no name before it is made",
  ListAliases: "aliases are listed for the whole account",
  MakeUserPools: "a pool has no name before it is made",
  MakeCertificate: "a certificate has no name before it is made",
  FindFirewall: "a look-up of what guards a stage names no web ACL",
  ReadLoginDomain: "a login domain is looked up before it is known whose it is",
  SaveQueries: "a saved query has no ARN",
  ReadSavedQueries: "a saved query has no ARN",
  ReadAliases: "aliases are listed for the whole account",
  ReadFirewallOfStage: "a look-up of what guards a stage names no web ACL",
};

/** What reads at all: a call of API Gateway's own API is its verb. */
const READS = /:(Get|List|Describe)[A-Z]|^apigateway:GET$/;

const allowed = (name: (typeof SUBJECTS)[number]) =>
  statementsOf(subject(name)).filter(({ effect }) => effect === "Allow");

describe.each(SUBJECTS)("the policies of %s", (name) => {
  it("spell out every action", () => {
    const wide = allowed(name).filter(({ actions }) => actions.some((action) => action.includes("*")));
    expect(wide.filter(({ sid }) => !Object.hasOwn(ACTION_EXCEPTIONS, sid))).toEqual([]);
  });

  it("allow nothing on everything, but for the exceptions", () => {
    const wide = allowed(name).filter(({ resources }) => resources.includes("*"));
    expect(wide.filter(({ sid }) => !Object.hasOwn(RESOURCE_EXCEPTIONS, sid))).toEqual([]);
  });

  it("put a star only after what narrows it to this account, or this environment's names", () => {
    const before = allowed(name).flatMap(({ where, resources }) =>
      resources
        .filter((resource) => resource.includes("*") && resource !== "*")
        .map((resource) => [where, resource.slice(0, resource.indexOf("*"))] as const),
    );
    const narrow = /\$\{|\d{12}|lychgate-|::\/|arn:aws:route53:::change\//;
    expect(before.filter(([, prefix]) => !narrow.test(prefix))).toEqual([]);
  });

  it("name what is meant, not what is not", () => {
    const keys = allowed(name).flatMap((statement) => statement.keys);
    expect(keys.filter((key) => key.startsWith("Not"))).toEqual([]);
  });

  it("allow nothing to everybody", () => {
    const open = allowed(name).filter(({ principal }) => JSON.stringify(principal ?? "").includes('"*"'));
    expect(open).toEqual([]);
  });

  it("have statements in them", () => {
    expect(allowed(name).length).toBeGreaterThan(20);
  });
});

describe("the exceptions", () => {
  it("are all needed", () => {
    const used = SUBJECTS.flatMap(allowed)
      .filter(
        ({ actions, resources }) => resources.includes("*") || actions.some((each) => each.includes("*")),
      )
      .map(({ sid }) => sid);
    const listed = Object.keys({ ...ACTION_EXCEPTIONS, ...RESOURCE_EXCEPTIONS });
    expect(listed.filter((sid) => !used.includes(sid))).toEqual([]);
  });
});

/** What the role of each thing may do: the whole of it. */
const ROLES = {
  authorizer: {
    ReadPolicies: ["dynamodb:BatchGetItem"],
    DecryptPolicies: ["kms:Decrypt"],
    WriteLogs: ["logs:CreateLogStream", "logs:PutLogEvents"],
    SendTraces: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  },
  petstore: {
    WriteLogs: ["logs:CreateLogStream", "logs:PutLogEvents"],
    SendTraces: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  },
  seeder: {
    SeedPolicies: [
      "dynamodb:BatchGetItem",
      "dynamodb:Scan",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:ConditionCheckItem",
    ],
    DecryptPolicies: ["kms:Decrypt"],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

describe.each(["local", "dev", "prod"] as const)("the roles of %s", (name) => {
  const { all, environment } = subject(name);

  const policyOf = (thing: string) => {
    const policies = all("aws_iam_role_policy").filter((policy) => policy.name === thing);
    return statementsOf({
      resources: policies.map((settings) => ({ stack: "", type: "", name: thing, settings })),
    });
  };

  it.each(Object.entries(ROLES))("let the %s do what is listed, and no more", (thing, expected) => {
    const actions = Object.fromEntries(policyOf(thing).map((each) => [each.sid, each.actions]));
    expect(actions).toEqual(expected);
  });

  it.each(["authorizer", "seeder"])("let the %s use the one table and the one key", (thing) => {
    const resources = policyOf(thing)
      .filter(({ sid }) => sid.endsWith("Policies"))
      .flatMap((each) => each.resources);
    expect(resources).toEqual([expect.stringContaining("table"), expect.stringContaining("key")]);
    expect(resources.join()).not.toContain("*");
  });

  it("let a key be used for the table through DynamoDB alone", () => {
    const [use] = policyOf("authorizer").filter(({ sid }) => sid === "DecryptPolicies");
    expect(use?.condition).toEqual({
      StringEquals: { "kms:ViaService": `dynamodb.${environment.region}.amazonaws.com` },
    });
  });

  it("stand within the boundary, but for the deployer and the one that may only read", () => {
    const unbounded = all("aws_iam_role").filter((role) => role.permissions_boundary === undefined);
    expect(unbounded.map((role) => role.name)).toEqual([
      `lychgate-${name}-deployer`,
      `lychgate-${name}-drift`,
    ]);
  });

  it("are given nothing that the boundary would take away", () => {
    const within = boundaryPermissions(environment).flatMap(({ actions }) => actions);
    const given = all("aws_iam_role_policy").flatMap((settings) =>
      statementsOf({ resources: [{ stack: "", type: "", name: "", settings }] }),
    );
    expect(given.flatMap(({ actions }) => actions).filter((action) => !within.includes(action))).toEqual([]);
  });
});

/** What the drift role may do beyond what a plan refreshes. */
const BEYOND_A_PLAN = ["dynamodb:BatchGetItem", "dynamodb:Scan", "kms:Decrypt"];

describe.each(SUBJECTS)("the drift role of %s", (name) => {
  const ofPolicies = (prefix: string) =>
    allowed(name).filter(({ where }) => where.startsWith(`bootstrap/aws_iam_policy.${prefix}`));
  const granted = (prefix: string) =>
    new Set(
      ofPolicies(prefix)
        .flatMap(({ actions, resources }) =>
          actions.flatMap((action) => resources.map((arn) => `${action} ${arn}`)),
        )
        .filter((grant) => READS.test(grant.split(" ")[0] ?? "")),
    );
  // A deployer takes locks and a drift run does not, so it has no use for them.
  const withoutLocks = (grants: Set<string>) =>
    [...grants].filter((grant) => !grant.endsWith(".tflock")).sort();

  it("reads what the deployer reads, and no more", () => {
    expect(granted("drift_").size).toBeGreaterThan(30);
    expect(withoutLocks(granted("drift_"))).toEqual(withoutLocks(granted("deployer_deploy")));
  });

  it("does nothing but read", () => {
    const others = ofPolicies("drift_")
      .flatMap(({ actions }) => actions)
      .filter((action) => !READS.test(action));
    expect([...new Set(others)].sort()).toEqual(BEYOND_A_PLAN);
  });

  it("reads the items of the one table alone", () => {
    const items = ofPolicies("drift_").filter(({ actions }) => actions.includes("dynamodb:Scan"));
    expect(items.flatMap(({ resources }) => resources)).toEqual([
      expect.stringMatching(new RegExp(`:table/lychgate-${subject(name).environment.name}-policies$`)),
    ]);
  });

  it("decrypts states, and items through DynamoDB, with the keys of the environment", () => {
    const decrypting = ofPolicies("drift_").filter(({ actions }) => actions.includes("kms:Decrypt"));
    const { name: environment, region } = subject(name).environment;
    const conditions = Object.fromEntries(decrypting.map(({ sid, condition }) => [sid, condition]));
    const byAlias = (thing: string) => ({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/lychgate-${environment}-${thing}` },
    });
    expect(conditions).toEqual({
      DecryptStates: byAlias("state"),
      DecryptPolicies: {
        StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` },
        ...byAlias("policies"),
      },
    });
  });
});
