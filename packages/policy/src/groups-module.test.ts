import { describe, expect, it } from "vitest";
import { groupsModule } from "./groups-module.ts";

describe("the module of groups", () => {
  it("names each group once, sorted", () => {
    expect(
      groupsModule(["b", "a", "b"], "policies"),
    ).toBe(`// Written by \`lychgate generate\` from the policies in policies. Do not edit.

/** The groups that have a policy. */
export type Group =
  | "a"
  | "b";
`);
  });

  it("names none where there is no policy", () => {
    expect(groupsModule([], "policies")).toContain("export type Group = never;");
  });
});
