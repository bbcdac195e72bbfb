import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { afterAll, describe, expect, it } from "vitest";
import { entriesOf, parse } from "../../test/json.ts";
import { subject } from "../../test/synthesized.ts";
import type { JsonObject } from "../contract-document.ts";
import type { Environment } from "../environment.ts";
import { ENVIRONMENTS } from "../environments.ts";
import { ProbeStack } from "./probe-stack.ts";

const folder = mkdtempSync(join(tmpdir(), "lychgate-probe-stack-"));
afterAll(() => rmSync(folder, { recursive: true }));

function synthesize(environment: Environment): JsonObject {
  const app = new App({ outdir: join(folder, environment.name) });
  const stack = new ProbeStack(app, environment);
  stack.prepareStack();
  return parse(Testing.synth(stack));
}

describe.each(["local", "dev", "prod"] as const)("the probe of %s", (name) => {
  const json = synthesize(ENVIRONMENTS[name]);
  const resources = entriesOf(json.resource);
  const all = (type: string) => {
    return resources.filter(([each]) => each === type).flatMap(([, named]) => entriesOf(named));
  };
  const settings = (type: string) => all(type).map(([, each]) => each);

  it("is not in what a deployment makes", () => {
    expect(Object.keys(subject(name).stacks)).not.toContain("probe");
  });

  it("keeps its state in a file, so that it needs nothing of the other stacks", () => {
    expect(json.terraform).toMatchObject({
      backend: { local: { path: expect.stringContaining(`lychgate-${name}-probe.tfstate`) } },
    });
    expect(JSON.stringify(json)).not.toContain("terraform_remote_state");
  });

  it("names its things like the others, and carries the environment's tags", () => {
    const names = resources.flatMap(([, named]) => entriesOf(named)).map(([, each]) => each.name);
    const others = names.filter((each) => each !== undefined && !`${each}`.startsWith(`lychgate-${name}-`));
    expect(others).toEqual([]);
    expect(json.provider).toMatchObject({ aws: [{ default_tags: [{ tags: { stack: "probe" } }] }] });
  });

  it("has a role that may do nothing, and writes no log", () => {
    const types = resources.map(([type]) => type);
    expect(types).toContain("aws_iam_role");
    expect(types.filter((type) => /policy|log/.test(type))).toEqual([]);
    for (const each of settings("aws_api_gateway_method_settings")) {
      expect(each.settings).toMatchObject({ logging_level: "OFF", data_trace_enabled: false });
    }
  });

  it("has a limit for every method", () => {
    const limits = settings("aws_api_gateway_method_settings").map((each) => each.method_path);
    expect(limits).toEqual(["*/*", "throttled/GET"]);
  });

  it("has the plans and the keys of the plans file", () => {
    expect(settings("aws_api_gateway_usage_plan")).toMatchObject([
      { quota_settings: { limit: 3, period: "DAY" } },
      { quota_settings: { limit: 3, offset: 2, period: "WEEK" } },
    ]);
    expect(settings("aws_api_gateway_api_key").map(({ value }) => value)).toEqual([
      "lychgateProbeCountedKey",
      "lychgateProbeQuotaKey",
    ]);
  });

  it("is called by its own API alone", () => {
    expect(settings("aws_lambda_permission")).toMatchObject([
      { principal: "apigateway.amazonaws.com", source_arn: expect.stringContaining("execution_arn}/*") },
    ]);
  });

  it("has the contract with nothing left open", () => {
    const [api] = settings("aws_api_gateway_rest_api");
    const body = String(api?.body);
    expect(body).toContain("https://lychgate-probe.invalid/");
    expect(body).toMatch(/functions\/\$\{aws_lambda_function\.[^}]+\.arn\}\/invocations/);
    expect(body).not.toMatch(/\$\{(region|probe_arn)\}/);
    expect(parse(body).info).toMatchObject({ title: `lychgate-${name}-probe` });
  });
});

describe("the program of the probe", () => {
  const run = (environment: string, outdir: string) =>
    spawnSync(process.execPath, [join(import.meta.dirname, "main.ts")], {
      env: { ...process.env, LYCHGATE_ENVIRONMENT: environment, CDKTF_OUTDIR: outdir },
      encoding: "utf8",
    });

  it("writes the one stack", () => {
    const outdir = join(folder, "program");
    expect(run("dev", outdir)).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(outdir, "stacks/lychgate-dev-probe/cdk.tf.json"))).toBe(true);
  });

  it("stops with one line for an environment that there is not", () => {
    const { status, stderr } = run("none", join(folder, "none"));
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^set [^\n]+`none`\n$/) });
  });
});
