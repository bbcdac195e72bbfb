import { describe, expect, it } from "vitest";
import { keyedContract, plansFile, STAGE } from "../../test/api-keys.ts";
import { contract } from "../../test/petstore.ts";
import { readDefinition } from "../definition/read-definition.ts";
import { readPlans } from "./read-plans.ts";
import { usageWarnings } from "./warnings.ts";

describe("the warnings of a plans file", () => {
  it.each([
    ["none where a plan has the stage", keyedContract(), plansFile(), []],
    ["none where no method requires a key", contract(), {}, []],
    [
      "each method whose key nobody can have",
      keyedContract(),
      plansFile({ apiStages: [{ ...STAGE, stage: "test" }] }),
      ["//GET", "/pets/GET", "/pets/POST", "/open/GET", "/pets/{petId}/ANY"].map(
        (method) => `${method} requires an API key, and no usage plan has \`abcdef1234/dev\``,
      ),
    ],
    [
      "an offset that Terraform refuses",
      keyedContract(),
      plansFile({ quota: { limit: 9, offset: 1, period: "DAY" } }),
      [expect.stringContaining("usagePlans.gold.quota.offset: expected 0 to 0 for the period DAY")],
    ],
    [
      "none of an offset that it takes",
      keyedContract(),
      plansFile({ quota: { limit: 9, offset: 6, period: "WEEK" } }),
      [],
    ],
  ])("are %s", (_, document, plans, warnings) => {
    expect(usageWarnings(readDefinition(document), readPlans(plans))).toEqual(warnings);
  });
});
