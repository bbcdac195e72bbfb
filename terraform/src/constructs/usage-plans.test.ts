import { describe, expect, it } from "vitest";
import { entriesOf } from "../../test/json.ts";
import { DEV, synthesize } from "../../test/synthesized.ts";
import type { UsageTier } from "../api-options.ts";
import type { Environment } from "../environment.ts";

const tier = (name: string): UsageTier => ({
  name,
  throttle: { requestsPerSecond: 5, burst: 10 },
  quota: "off",
});

function variablesOf(api: Partial<Environment["api"]>) {
  const environment = { ...DEV, api: { ...DEV.api, usageTiers: [tier("silver"), tier("gold")], ...api } };
  const { all, only } = synthesize(environment as Environment);
  const [authorizer] = all("aws_lambda_function").filter((each) =>
    String(each.function_name).endsWith("-authorizer"),
  );
  const [[, settings] = []] = entriesOf({ environment: authorizer?.environment ?? null });
  const [[, variables] = []] = entriesOf(settings);
  return { variables: { ...variables }, api: only("aws_api_gateway_rest_api"), all };
}

describe("usage tiers that the authorizer names", () => {
  const { variables, api, all } = variablesOf({ apiKeySource: "AUTHORIZER" });

  it("are told to it with their keys, in their order, and by no value that stands in a file", () => {
    const keys = JSON.parse(String(variables.USAGE_TIER_KEYS));
    expect(Object.keys(keys)).toEqual(["silver", "gold"]);
    for (const [name, key] of Object.entries(keys))
      expect(key).toMatch(new RegExp(`^\\$\\{aws_api_gateway_api_key\\.\\S*${name}-key\\S*\\.value\\}$`));
    expect(all("aws_api_gateway_api_key").every((key) => !("value" in key))).toBe(true);
  });

  it("are what the API meters by, and the other variables stay", () => {
    expect(api.api_key_source).toBe("AUTHORIZER");
    expect(variables).toHaveProperty("POLICY_TABLE_NAME");
  });
});

describe("usage tiers that the client names", () => {
  it.each([{}, { apiKeySource: "HEADER" } as const])("are not told to the authorizer: %j", (options) => {
    const { variables } = variablesOf(options);
    expect(variables).not.toHaveProperty("USAGE_TIER_KEYS");
  });
});

describe("the authorizer of an environment", () => {
  it("keeps stale policies and asks the deny list where that is said", () => {
    const authorizer = { ...DEV.api.authorizer, stalePolicySeconds: 300, denyList: true };
    expect(variablesOf({ authorizer }).variables).toMatchObject({
      STALE_POLICY_SECONDS: "300",
      DENY_LIST: "on",
    });
  });
});
