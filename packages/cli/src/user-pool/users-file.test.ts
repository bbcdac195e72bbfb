import { describe, expect, it } from "vitest";
import { readUsersFile } from "./users-file.ts";

const ANA = { username: "ana", password: "Ana-1234", groups: ["vets"] };
const ROLE = "arn:aws:iam::111122223333:role/staff/vets";

describe("a file of users", () => {
  it("has the groups that its users are in", () => {
    const ben = { username: "ben", password: "Ben-1234", attributes: { email: "ben@example.com" } };
    expect(readUsersFile("users.json", { users: [ANA, ben] })).toEqual({
      users: [ANA, { ...ben, groups: [] }],
      groups: ["vets"],
      groupRoles: new Map(),
    });
  });

  it("may say which groups there are, and their roles", () => {
    const groups = [{ name: "vets", roleArn: ROLE, precedence: 0 }, { name: "nurses" }];
    expect(readUsersFile("users.json", { users: [ANA], groups })).toEqual({
      users: [ANA],
      groups: ["vets", "nurses"],
      groupRoles: new Map([
        ["vets", { roleArn: ROLE, precedence: 0 }],
        ["nurses", {}],
      ]),
    });
  });

  it.each<[unknown, string]>([
    [[], "users.json: file: expected an object"],
    [{}, "users: expected a list of users"],
    [{ users: { ana: ANA } }, "users: expected a list of users"],
    [{ users: ["ana"] }, "users.0: expected an object"],
    [{ users: [], roles: [] }, "roles: expected one of users, groups"],
    [
      { users: [{ ...ANA, grups: [] }] },
      "users.0.grups: expected one of username, password, groups, attributes",
    ],
    [
      { users: [{ ...ANA, username: "a na" }] },
      "users.0.username: expected 1 to 128 characters without spaces",
    ],
    [{ users: [{ ...ANA, password: "" }] }, "users.0.password: expected 1 to 256 characters"],
    [{ users: [{ username: "ana" }] }, "users.0.password: expected 1 to 256 characters"],
    [{ users: [{ ...ANA, groups: "vets" }] }, "users.0.groups: expected a list of names of groups"],
    [{ users: [{ ...ANA, attributes: { sub: "1" } }] }, "users.0.attributes: expected texts by the names of"],
    [{ users: [{ ...ANA, attributes: { email: 1 } }] }, "users.0.attributes: expected texts by the names of"],
    [
      { users: [], groups: [{ name: "vets", roleArn: "vets" }] },
      "groups.0.roleArn: expected the ARN of an IAM role",
    ],
    [
      { users: [], groups: [{ name: "vets", precedence: -1 }] },
      "groups.0.precedence: expected an integer from 0",
    ],
    [{ users: [ANA, ANA] }, "users: `ana` is given twice"],
    [{ users: [], groups: [{ name: "vets" }, { name: "vets" }] }, "groups: `vets` is given twice"],
    [{ users: [ANA], groups: [{ name: "nurses" }] }, "users.0.groups: `vets` is not among the groups"],
  ])("is refused when it is %j", (value, problem) => {
    expect(() => readUsersFile("users.json", value)).toThrow(problem);
  });

  it("is told all that is wrong with it, and no password", () => {
    const wrong = {
      users: [
        { ...ANA, password: ["s3cret"] },
        { username: 1, password: "s3cret" },
      ],
    };
    let message = "";
    try {
      readUsersFile("users.json", wrong);
    } catch (error) {
      message = String(error);
    }
    expect(message.split("\n")).toHaveLength(2);
    expect(message).toContain("users.json: users.1.username");
    expect(message).not.toContain("s3cret");
  });
});
