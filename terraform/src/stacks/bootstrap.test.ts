import { describe, expect, it } from "vitest";
import { parse } from "../../test/json.ts";
import { statementsOf } from "../../test/policies.ts";
import { SUBJECTS, subject } from "../../test/synthesized.ts";

const SUBJECT_CLAIM = "token.actions.githubusercontent.com:sub";

describe.each(SUBJECTS)("the deployer of %s", (name) => {
  const { all, resources, environment } = subject(name);
  const statements = statementsOf({ resources }).filter(({ where }) =>
    where.startsWith("bootstrap/aws_iam_policy.deployer_deploy"),
  );
  const role = all("aws_iam_role").find((each) => String(each.name).endsWith("-deployer"));

  it("is taken by jobs of the one GitHub environment of the one repository", () => {
    expect(parse(role?.assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: {
          Federated: `arn:aws:iam::${environment.account}:oidc-provider/token.actions.githubusercontent.com`,
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            [SUBJECT_CLAIM]: `repo:${environment.bootstrap.repository}:environment:${environment.name}`,
          },
        },
      },
    ]);
  });

  it("makes and changes roles of the environment's path alone, where neither it nor its boundary stands", () => {
    const ofRoles = statements.filter(({ actions }) => actions.some((action) => action.startsWith("iam:")));
    expect(ofRoles.length).toBeGreaterThan(0);
    for (const { resources: arns } of ofRoles) {
      expect(arns).toEqual([`arn:aws:iam::${environment.account}:role/lychgate/${environment.name}/*`]);
    }
    expect(role).not.toHaveProperty("path");
  });

  it.each(["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])(
    "can give a role no more than the boundary: %s",
    (action) => {
      const granting = statements.filter(({ actions }) => actions.includes(action));
      expect(granting.map(({ condition }) => condition)).toEqual([
        {
          StringEquals: {
            "iam:PermissionsBoundary": `arn:aws:iam::${environment.account}:policy/lychgate-${environment.name}-boundary`,
          },
        },
      ]);
    },
  );

  it.each([
    "iam:DeleteRolePermissionsBoundary",
    "iam:CreatePolicyVersion",
    "iam:CreateUser",
    "iam:CreateAccessKey",
    "sts:AssumeRole",
    "lambda:InvokeFunction",
    "dynamodb:PutItem",
    "dynamodb:Scan",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
    "cognito-idp:AdminCreateUser",
    "cognito-idp:AdminAddUserToGroup",
    "cognito-idp:AdminSetUserPassword",
    "s3:DeleteBucket",
  ])("may not do %s", (action) => {
    expect(statements.flatMap(({ actions }) => actions)).not.toContain(action);
  });

  it("has policies that IAM takes: 6144 characters each, ten at most", () => {
    for (const { policy } of all("aws_iam_policy")) expect(String(policy).length).toBeLessThanOrEqual(6_144);
    const attached = all("aws_iam_role_policy_attachment").map(({ role: to }) => String(to));
    const counts = Map.groupBy(attached, (to) => to).values();
    for (const { length } of counts) expect(length).toBeLessThanOrEqual(10);
  });
});

describe.each(SUBJECTS)("the drift role of %s", (name) => {
  const { all, stacks, environment } = subject(name);
  const role = all("aws_iam_role").find((each) => String(each.name).endsWith("-drift"));

  it("is taken by jobs of a GitHub environment of its own", () => {
    expect(parse(role?.assume_role_policy).Statement).toEqual([
      expect.objectContaining({
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            [SUBJECT_CLAIM]: `repo:${environment.bootstrap.repository}:environment:${environment.name}-drift`,
          },
        },
      }),
    ]);
  });

  it("stands where no deployment can change it, and is told to whoever sets the workflow up", () => {
    expect(role).not.toHaveProperty("path");
    expect(stacks.bootstrap).toHaveProperty("output.drift_role_arn");
  });
});

describe("GitHub's identity provider", () => {
  it("issues tokens for AWS alone", () => {
    expect(subject("dev").only("aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
  });
});

describe("the seeder", () => {
  it.each(SUBJECTS)("of %s is taken by the same jobs as the deployer", (name) => {
    const roles = subject(name).all("aws_iam_role");
    const trustOf = (suffix: string) =>
      roles.find((each) => String(each.name).endsWith(suffix))?.assume_role_policy;
    expect(trustOf("-seeder")).toBe(trustOf("-deployer"));
    expect(trustOf("-seeder")).toContain(SUBJECT_CLAIM);
  });
});
