import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { CLINIC, KEYS, policy, VET_ROLE } from "../../test/iam.ts";
import { EVERYTHING, statement } from "../../test/petstore.ts";
import { createIamDirectory, type IamDirectory } from "./iam-directory.ts";

const NOW = Date.UTC(2024, 7, 2);

function vetOf(directory: IamDirectory) {
  const role = directory.findRole(VET_ROLE);
  if (!role) throw new Error("expected the role of a vet");
  return role;
}

function allowedBy(name: keyof typeof KEYS) {
  const directory = createIamDirectory(CLINIC, () => NOW);
  return directory.findCredentials(KEYS[name].accessKeyId)?.caller.policies.allows.length;
}

describe("a directory", () => {
  it.each([
    ["the policies of the groups", "ann", 1],
    ["its own policies, of other services as well", "ben", 2],
    ["none", "cat", 0],
    ["nothing for an inactive access key", "old", undefined],
  ] as const)("knows a user with %s", (_, name, count) => {
    expect(allowedBy(name)).toBe(count);
  });

  it("adds a user's own policies to those of every group", () => {
    const groups = ["a", "b", "c"].map((name) => ({
      name,
      policies: [policy(statement("Allow", EVERYTHING))],
    }));
    const user = {
      name: "ann",
      accessKeys: [KEYS.ann],
      groups: ["a", "c"],
      policies: [policy(statement("Deny", EVERYTHING))],
    };
    const directory = createIamDirectory({ accountId: "111122223333", users: [user], groups }, () => NOW);
    const { policies } = directory.findCredentials(KEYS.ann.accessKeyId)?.caller ?? {};
    expect([policies?.allows.length, policies?.denies.length]).toEqual([2, 1]);
  });

  it("knows several accounts", () => {
    const other = {
      accountId: "444455556666",
      users: [
        { name: "ann", path: "/lab/", accessKeys: [{ ...KEYS.ann, accessKeyId: "AKIAOTHEREXAMPLE01" }] },
      ],
    };
    const directory = createIamDirectory([CLINIC, other], () => NOW);
    const arns = [KEYS.ann.accessKeyId, "AKIAOTHEREXAMPLE01"].map(
      (id) => directory.findCredentials(id)?.caller.arn,
    );
    expect(arns).toEqual(["arn:aws:iam::111122223333:user/ann", "arn:aws:iam::444455556666:user/lab/ann"]);
  });

  it.each(["", "AKIAUNKNOWN", "__proto__", "constructor"])("does not know `%s`", (id) => {
    const directory = createIamDirectory(CLINIC, () => NOW);
    expect([directory.findCredentials(id), directory.findRole(id)]).toEqual([undefined, undefined]);
  });

  it("does not take two accounts with one access key", () => {
    const other = { ...CLINIC, accountId: "444455556666" };
    expect(() => createIamDirectory([CLINIC, other], () => NOW)).toThrow(/access key/);
  });

  it("does not take one account twice", () => {
    const again = { accountId: CLINIC.accountId };
    expect(() => createIamDirectory([CLINIC, again], () => NOW)).toThrow(/expected each account/);
  });

  it("refuses a file that is not of its form", () => {
    expect(() => createIamDirectory({ accountId: "1" }, () => NOW)).toThrow(/accountId/);
  });

  it("shows no secret", () => {
    const directory = createIamDirectory(CLINIC, () => NOW);
    const { credentials } = directory.issueSession(vetOf(directory), {
      name: "monday",
      durationSeconds: 900,
    });
    const known = [KEYS.ann, credentials].map(({ accessKeyId }) => directory.findCredentials(accessKeyId));
    const shown = inspect([directory, known], { depth: 10, showHidden: true }) + JSON.stringify(known);
    for (const secret of [KEYS.ann.secretAccessKey, credentials.secretAccessKey, credentials.sessionToken]) {
      expect(shown).not.toContain(secret);
    }
  });
});

describe("a session", () => {
  it("is its role for a while", () => {
    const directory = createIamDirectory(CLINIC, () => NOW);
    const { credentials, caller, expiresAt } = directory.issueSession(vetOf(directory), {
      name: "monday",
      durationSeconds: 900,
    });
    expect(expiresAt).toBe(NOW + 900_000);
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(caller).toMatchObject({
      arn: "arn:aws:sts::111122223333:assumed-role/vet/monday",
      context: {
        "aws:PrincipalArn": VET_ROLE,
        "aws:PrincipalType": "AssumedRole",
        "aws:TokenIssueTime": "2024-08-02T00:00:00.000Z",
        "aws:MultiFactorAuthPresent": "false",
      },
    });
    expect(caller.context).not.toHaveProperty("aws:username");
    expect(directory.findCredentials(credentials.accessKeyId)).toMatchObject({ caller, expiresAt });
  });

  it("is like no other", () => {
    const directory = createIamDirectory(CLINIC, () => NOW);
    const issue = () =>
      directory.issueSession(vetOf(directory), { name: "monday", durationSeconds: 900 }).credentials;
    const [a, b] = [issue(), issue()];
    expect(new Set([...Object.values(a), ...Object.values(b)]).size).toBe(6);
  });

  it("is forgotten when there are too many", () => {
    const directory = createIamDirectory(CLINIC, () => NOW);
    const role = vetOf(directory);
    const ids = Array.from({ length: 10_001 }, () => {
      return directory.issueSession(role, { name: "monday", durationSeconds: 900 }).credentials.accessKeyId;
    });
    const known = ids.filter((id) => directory.findCredentials(id) !== undefined);
    expect(known).toEqual(ids.slice(1));
  });
});
