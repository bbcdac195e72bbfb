import { describe, expect, it } from "vitest";
import { entriesOf } from "../../test/json.ts";
import { DEV, subject, synthesize } from "../../test/synthesized.ts";

describe.each(["local", "dev", "prod"] as const)("the functions of %s", (name) => {
  const { all, environment } = subject(name);
  const sources = all("aws_lambda_permission").map((permission) => String(permission.source_arn));

  it("are called by this one API alone", () => {
    for (const permission of all("aws_lambda_permission")) {
      expect(permission.principal).toBe("apigateway.amazonaws.com");
      expect(permission.source_arn).toMatch(/^\$\{aws_api_gateway_rest_api\.[\w-]+\.execution_arn\}\//);
    }
  });

  it("are called by its authorizers, and for each operation of its stage", () => {
    const { stage } = environment.api;
    const paths = sources.map((source) => source.replace(/^\$\{[^}]+\}/, "").replace(/\$\{[^}]+\}/, stage));
    expect(paths.sort()).toEqual([
      "/authorizers/*",
      `/${stage}/DELETE/petstore/v1/pets/*`,
      `/${stage}/GET/petstore/v1/pets`,
      `/${stage}/GET/petstore/v1/pets/*`,
      `/${stage}/GET/petstore/v2/pets`,
      `/${stage}/GET/petstore/v2/status`,
      `/${stage}/POST/petstore/v1/pets`,
      `/${stage}/PUT/petstore/v1/pets/*`,
    ]);
  });

  it("answer nobody whom no authorizer let through", () => {
    expect(JSON.stringify(all("aws_lambda_function"))).not.toContain("OPEN_ACCESS");
  });

  it("end within five seconds on a runtime that the provider knows", () => {
    expect(all("aws_lambda_function")).toHaveLength(2);
    for (const settings of all("aws_lambda_function")) {
      expect(settings).toMatchObject({
        timeout: 5,
        architectures: ["arm64"],
        runtime: environment.runtime,
        handler: "index.handler",
        tracing_config: { mode: "Active" },
      });
    }
  });

  it("are told by variables what the authorizer reads, and never where else to find its keys", () => {
    const [authorizer] = all("aws_lambda_function").filter((each) =>
      String(each.function_name).endsWith("-authorizer"),
    );
    const [[, environmentOf] = []] = entriesOf({ environment: authorizer?.environment ?? null });
    const [[, variables] = []] = entriesOf(environmentOf);
    expect(Object.keys(variables ?? {}).sort()).toEqual([
      "EXPLAIN_DECISIONS",
      "LOG_LEVEL",
      "METRICS_NAMESPACE",
      "POLICY_TABLE_NAME",
      "POLICY_TTL_SECONDS",
      "USER_POOL_CLIENT_IDS",
      "USER_POOL_ID",
    ]);
  });
});

describe("an upstream that is no function", () => {
  it("is reached through the link, and no function is made for it", () => {
    const { only, all } = subject("full");
    expect(only("aws_api_gateway_vpc_link").target_arns).toEqual([
      expect.stringContaining("loadbalancer/net/petstore"),
    ]);
    expect(all("aws_lambda_function")).toHaveLength(1);
    expect(String(only("aws_api_gateway_rest_api").body)).toMatch(
      /"connectionId":"\$\{aws_api_gateway_vpc_link\./,
    );
  });
});

it("the petstore of an API that is open on purpose is told so", () => {
  const open = { ...DEV, api: { ...DEV.api, access: { protected: false } } } as const;
  const environments = synthesize(open)
    .all("aws_lambda_function")
    .map((settings) => settings.environment);
  expect(environments).toContainEqual({ variables: { OPEN_ACCESS: "allowed" } });
});
