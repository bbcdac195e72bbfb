import type { BundlePolicy } from "@lychgate/cli/bundle";
import type { DiffChange } from "@lychgate/evaluation";
import { describe, expect, it } from "vitest";
import { sidesOf } from "./changed-policies.ts";

const policyOf = (group: string, revision: string): BundlePolicy => ({
  group,
  description: "",
  file: `policies/${group}.ts`,
  source: "",
  revision,
  document: { Version: "2012-10-17", Statement: [] },
  lines: {},
});

const [OWNER_BEFORE, OWNER, VETS, GONE, NEW] = [
  policyOf("owner", "1"),
  policyOf("owner", "2"),
  policyOf("vets", "1"),
  policyOf("gone", "1"),
  policyOf("new", "1"),
];
const ADDED: Pick<DiffChange, "group" | "reason"> = { group: "new", reason: "group added" };
const comparison = { policies: [OWNER_BEFORE, GONE], changes: [ADDED as DiffChange] };

describe("the policy responsible for a change", () => {
  it.each([
    ["that changed is told before and now", "owner", OWNER_BEFORE, OWNER],
    ["that is as it was is the same on both sides", "vets", VETS, VETS],
    ["of a group that is gone was there before", "gone", GONE, undefined],
    ["of a group that is new is there now", "new", undefined, NEW],
  ])("%s", (_, group, before, now) => {
    const sides = sidesOf({ file: `policies/${group}.ts` }, { policies: [OWNER, VETS, NEW] }, comparison);
    expect(sides).toEqual({ before, now });
  });
});
