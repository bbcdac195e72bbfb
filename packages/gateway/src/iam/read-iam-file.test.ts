import { describe, expect, it } from "vitest";
import { CLINIC, KEYS, policy } from "../../test/iam.ts";
import { EVERYTHING, statement } from "../../test/petstore.ts";
import { GatewayError } from "../errors.ts";
import { readIamFile } from "./read-iam-file.ts";

const ACCOUNT = { accountId: "111122223333" };
const TRUST = { Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" } };

function problemsOf(value: unknown): readonly string[] {
  try {
    readIamFile(value);
  } catch (error) {
    if (error instanceof GatewayError && error.code === "InvalidIamFile") return error.problems;
    throw error;
  }
  return [];
}

describe("a file of identities", () => {
  it("is read from JSON", () => {
    expect(readIamFile(JSON.parse(JSON.stringify(CLINIC)))).toMatchObject(CLINIC);
  });

  it("needs no more than an account", () => {
    expect(problemsOf(ACCOUNT)).toEqual([]);
  });

  it.each<[unknown, string]>([
    [null, "file: expected an object, came null"],
    [[], "file: expected an object, came a list"],
    [{}, "file.accountId: expected twelve digits, came `undefined`"],
    [{ accountId: "1111" }, "file.accountId: expected twelve digits, came `1111`"],
    [{ ...ACCOUNT, policies: [] }, "file.policies: is not supported"],
    [{ ...ACCOUNT, users: {} }, "users: expected a list, came an object"],
    [{ ...ACCOUNT, users: ["ann"] }, "users.0: expected an object, came none"],
    [{ ...ACCOUNT, users: [{}] }, "users.0.name: expected letters, digits and `_+=,.@-`, came `undefined`"],
    [
      { ...ACCOUNT, users: [{ name: "a b" }] },
      "users.0.name: expected letters, digits and `_+=,.@-`, came `a b`",
    ],
    [
      { ...ACCOUNT, users: [{ name: "ann", path: "clinic" }] },
      "users.0.path: expected text that begins and ends",
    ],
    [{ ...ACCOUNT, users: [{ name: "ann", password: "x" }] }, "users.0.password: is not supported"],
    [
      { ...ACCOUNT, users: [{ name: "ann", groups: ["vets"] }] },
      "users.0.groups: expected a group of the file",
    ],
    [{ ...ACCOUNT, users: [{ name: "ann", groups: [1] }] }, "users.0.groups: expected a list of texts"],
    [{ ...ACCOUNT, users: [{ name: "ann", tags: { a: 1 } }] }, "users.0.tags: expected an object of texts"],
    [{ ...ACCOUNT, users: [{ name: "ann" }, { name: "ann" }] }, "users: expected each name"],
    [{ ...ACCOUNT, groups: [{ name: "vets" }, { name: "vets" }] }, "groups: expected each name"],
    [
      { ...ACCOUNT, groups: [{ name: "vets", trustPolicy: TRUST }] },
      "groups.0.trustPolicy: is not supported",
    ],
    [
      { ...ACCOUNT, groups: [{ name: "vets", policies: [{}] }] },
      "groups.0.policies.0: `Statement`: expected",
    ],
    [
      {
        ...ACCOUNT,
        groups: [{ name: "vets", policies: [policy({ ...statement("Allow", EVERYTHING), Principal: "*" })] }],
      },
      "groups.0.policies.0: statement 0: expected no property `Principal`",
    ],
    [
      { ...ACCOUNT, roles: [{ name: "vet" }] },
      "roles.0.trustPolicy: expected a trust policy to be an object",
    ],
    [
      { ...ACCOUNT, roles: [{ name: "vet", trustPolicy: TRUST, maxSessionDuration: 60 }] },
      "roles.0.maxSessionDuration: expected an integer from 3600 to 43200, came `60`",
    ],
    [{ ...ACCOUNT, roles: [{ name: "v".repeat(65), trustPolicy: TRUST }] }, "roles.0.name: expected letters"],
  ])("is refused: %j", (value, problem) => {
    expect(problemsOf(value)).toContainEqual(expect.stringContaining(problem));
  });

  it("tells everything that is wrong at once", () => {
    expect(problemsOf({ accountId: 1, users: 2, groups: 3, roles: 4 })).toHaveLength(4);
  });
});

describe("an access key", () => {
  it.each([
    [{ ...KEYS.ann, status: "On" }, "status"],
    [{ ...KEYS.ann, accessKeyId: "s3cr3t" }, "accessKeyId"],
    [{ ...KEYS.ann, accessKeyId: ["s3cr3t"] }, "accessKeyId"],
    [{ ...KEYS.ann, secretAccessKey: "s3cr3t" }, "secretAccessKey"],
    [{ ...KEYS.ann, secretAccessKey: { s3cr3t: "s3cr3t" } }, "secretAccessKey"],
    [{ accessKeyId: KEYS.ann.accessKeyId }, "secretAccessKey"],
    [{ ...KEYS.ann, more: "s3cr3t" }, "more"],
  ])("is refused, and not told: %j", (key, member) => {
    const problems = problemsOf({ ...ACCOUNT, users: [{ name: "ann", accessKeys: [key] }] });
    expect(problems).toEqual([expect.stringContaining(`users.0.accessKeys.0.${member}`)]);
    expect(problems.join()).not.toContain("s3cr3t");
    expect(problems.join()).not.toContain(KEYS.ann.secretAccessKey);
  });

  it("is one user's", () => {
    const users = ["ann", "ben"].map((name) => ({ name, accessKeys: [KEYS.ann] }));
    expect(problemsOf({ ...ACCOUNT, users })).toEqual([expect.stringContaining("users.accessKeys")]);
  });
});
