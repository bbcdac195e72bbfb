import { describe, expect, it } from "vitest";
import { parse } from "../../test/json.ts";
import { PETSTORE } from "../../test/petstore-contract.ts";
import { statementsOf } from "../../test/policies.ts";
import { DEV, deployable, FULL, subject, synthesize } from "../../test/synthesized.ts";
import type { ApiOptions } from "../api-options.ts";
import type { JsonObject } from "../contract-document.ts";
import type { AccountEnvironment } from "../environment.ts";

const withApi = (api: Partial<ApiOptions>): AccountEnvironment => ({ ...DEV, api: { ...DEV.api, ...api } });

const triggerOf = (environment: AccountEnvironment, contract: JsonObject = PETSTORE) =>
  synthesize(environment, { deployable: deployable(contract) }).only("aws_api_gateway_deployment").triggers;

describe("a deployment", () => {
  const before = triggerOf(DEV);

  it.each<[string, Partial<ApiOptions>, JsonObject?]>([
    ["the contract changes", {}, { ...PETSTORE, info: { title: "petstore", version: "2" } }],
    ["networks are shut out", { access: { protected: true, onlyFrom: ["192.0.2.0/24"] } }],
    ["the API is opened", { access: { protected: false } }],
    ["the answers of API Gateway change", { cors: "off" }],
    ["the upstream changes", { upstream: { kind: "http", url: "https://pets.internal" } }],
  ])("is made anew when %s", (_, api, contract) => {
    expect(triggerOf(withApi(api), contract)).not.toEqual(before);
  });

  it("is made anew when other networks are shut out", () => {
    const from = (range: `${string}/${number}`) =>
      triggerOf(withApi({ access: { protected: true, onlyFrom: [range] } }));
    expect(from("192.0.2.0/24")).not.toEqual(from("192.0.2.0/25"));
  });

  it.each<[string, AccountEnvironment]>([
    ["nothing changes", DEV],
    ["a function is made larger", withApi({ authorizer: { ...DEV.api.authorizer, memoryMegabytes: 2_048 } })],
    ["limits and alarms change", withApi({ throttle: { requestsPerSecond: 1, burst: 1 }, dashboard: false })],
    ["the stage is called otherwise", withApi({ stage: "v1" })],
    ["logs are kept longer", { ...DEV, logRetentionDays: 90 }],
  ])("stays when %s", (_, environment) => {
    expect(triggerOf(environment)).toEqual(before);
  });

  it("is put in force before the one in force is removed", () => {
    expect(subject("dev").only("aws_api_gateway_deployment").lifecycle).toEqual({
      create_before_destroy: true,
    });
  });

  it("waits for the resource policy, which it puts in force with it", () => {
    for (const deployment of subject("full").all("aws_api_gateway_deployment")) {
      expect(deployment.depends_on).toEqual([expect.stringContaining("aws_api_gateway_rest_api_policy")]);
    }
  });
});

describe("a canary", () => {
  const { only, stacks } = subject("full");

  it("goes to the contract of this commit, and the rest to the one that is named", () => {
    const deployments = Object.entries(
      (parse(JSON.stringify(stacks.api?.resource)).aws_api_gateway_deployment ?? {}) as JsonObject,
    );
    const stage = only("aws_api_gateway_stage");
    const triggerOfDeployment = (id: unknown) =>
      deployments.find(([name]) => String(id).includes(`.${name}.`))?.[1];
    expect(triggerOfDeployment(stage.deployment_id)).toHaveProperty("triggers.revision", "0".repeat(64));
    expect(stage.canary_settings).toMatchObject({ percent_traffic: 10, use_stage_cache: false });
    const { deployment_id } = stage.canary_settings as JsonObject;
    const withoutCanary: AccountEnvironment = { ...FULL, api: { ...FULL.api, canary: "off" } };
    expect(triggerOfDeployment(deployment_id)).toHaveProperty("triggers", triggerOf(withoutCanary));
  });

  it("is off unless it is named", () => {
    expect(subject("dev").only("aws_api_gateway_stage")).not.toHaveProperty("canary_settings");
  });
});

describe("the resource policy", () => {
  it("denies other networks and allows nothing, so that an authorizer's silence stays a denial", () => {
    const statements = statementsOf(subject("full")).filter(({ where }) => where.includes("rest_api_policy"));
    expect(statements).toEqual([
      expect.objectContaining({
        effect: "Deny",
        actions: ["execute-api:Invoke"],
        condition: { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
      }),
    ]);
  });

  it("is left out where every network may call", () => {
    expect(subject("dev").all("aws_api_gateway_rest_api_policy")).toEqual([]);
  });
});
