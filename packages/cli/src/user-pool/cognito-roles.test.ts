import { describe, expect, it } from "vitest";
import { roleClaims } from "./cognito-roles.ts";

const GROUPS = [
  { GroupName: "admins", RoleArn: "role/admins", Precedence: 1 },
  { GroupName: "vets", RoleArn: "role/vets", Precedence: 2 },
  { GroupName: "nurses", RoleArn: "role/nurses", Precedence: 2 },
  { GroupName: "trainees", RoleArn: "role/vets", Precedence: 2 },
  { GroupName: "last", RoleArn: "role/last" },
  { GroupName: "groomers", Precedence: 0 },
];

describe("the roles of a user's groups", () => {
  it.each([
    [["vets"], ["role/vets"], "role/vets"],
    [["vets", "admins"], ["role/admins", "role/vets"], "role/admins"],
    [["last", "vets"], ["role/vets", "role/last"], "role/vets"],
    [["last"], ["role/last"], "role/last"],
    [["vets", "trainees"], ["role/vets"], "role/vets"],
    [["groomers", "vets"], ["role/vets"], "role/vets"],
  ])("of %j are %j, of which %s is preferred", (names, roles, preferred) => {
    expect(roleClaims(names, GROUPS)).toEqual({
      "cognito:roles": roles,
      "cognito:preferred_role": preferred,
    });
  });

  it("are none preferred where two groups of the same precedence have different ones", () => {
    const claims = roleClaims(["vets", "nurses"], GROUPS);
    expect(claims).toEqual({ "cognito:roles": ["role/vets", "role/nurses"] });
  });

  it.each([[[]], [["groomers"]], [["unknown"]]])("of %j are none, and no claim says so", (names) => {
    expect(roleClaims(names, GROUPS)).toEqual({});
  });
});
