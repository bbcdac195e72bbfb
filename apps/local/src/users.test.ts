import { describe, expect, it } from "vitest";
import { createUsers } from "./users.ts";

const POLICY_GROUPS = ["admins", "pet-owner", "pet-veterinarian"];

describe("the users of the local stack", () => {
  it("are one for each group, one without, and one whose group has no policy", () => {
    const { users } = createUsers(POLICY_GROUPS);
    expect(users.map(({ username, groups }) => [username, groups])).toEqual([
      ["vet", ["pet-veterinarian"]],
      ["owner", ["pet-owner"]],
      ["admin", ["admins"]],
      ["guest", []],
      ["groomer", ["pet-groomer"]],
    ]);
  });

  it("join only groups that the pool has", () => {
    const { users, groups } = createUsers(["admins"]);
    expect(groups).toEqual(["admins", "pet-groomer"]);
    expect(new Set(users.flatMap((user) => user.groups))).toEqual(new Set(groups));
  });

  it("have a group only once, also when there is a policy for it after all", () => {
    expect(createUsers(["pet-groomer"]).groups).toEqual(["pet-groomer"]);
  });

  it("have passwords of their own, made for this run, that a user pool accepts", () => {
    const passwords = [...createUsers(POLICY_GROUPS).users, ...createUsers(POLICY_GROUPS).users].map(
      ({ password }) => password,
    );
    expect(new Set(passwords).size).toBe(10);
    for (const password of passwords) {
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[-_]).{24,}$/);
    }
  });
});
