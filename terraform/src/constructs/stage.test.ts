import { describe, expect, it } from "vitest";
import { parse } from "../../test/json.ts";
import { SUBJECTS, subject } from "../../test/synthesized.ts";
import type { JsonObject } from "../contract-document.ts";

describe.each(SUBJECTS)("the stage of %s", (name) => {
  const { only, all, environment } = subject(name);

  it("traces no data, caches nothing and limits every method", () => {
    expect(only("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: {
        data_trace_enabled: false,
        caching_enabled: false,
        metrics_enabled: true,
        logging_level: "ERROR",
        throttling_rate_limit: environment.api.throttle.requestsPerSecond,
        throttling_burst_limit: environment.api.throttle.burst,
      },
    });
    expect(only("aws_api_gateway_stage")).toMatchObject({
      cache_cluster_enabled: false,
      xray_tracing_enabled: environment.api.tracing,
    });
  });

  it("logs who called and which policy decided, and neither headers nor keys", () => {
    const { format } = only("aws_api_gateway_stage").access_log_settings as JsonObject;
    const fields = parse(format);
    for (const property of [
      "principalId",
      "sub",
      "groups",
      "policyRevision",
      "policyStale",
      "reason",
      "decision",
      "sid",
      "decidedFor",
    ]) {
      expect(fields[property]).toBe(`$context.authorizer.${property}`);
    }
    expect(fields).toMatchObject({
      requestId: "$context.requestId",
      extendedRequestId: "$context.extendedRequestId",
      status: "$context.status",
      resourcePath: "$context.resourcePath",
      integrationLatency: "$context.integrationLatency",
    });
    expect(String(format)).not.toMatch(
      /header|token|claims|error\.message|identity\.apiKey"|identity\.(user|caller|accessKey)/i,
    );
  });

  it("is guarded by AWS's rules and a limit for each address, where it has a firewall", () => {
    const { firewall } = environment.api;
    if (firewall === "off") {
      expect(all("aws_wafv2_web_acl")).toEqual([]);
      return;
    }
    const text = JSON.stringify(only("aws_wafv2_web_acl").rule);
    for (const rules of ["CommonRuleSet", "KnownBadInputsRuleSet", "AmazonIpReputationList"]) {
      expect(text).toContain(`AWSManagedRules${rules}`);
    }
    expect(text).toContain(`"limit":${firewall.requestsPerAddress}`);
    expect(text).not.toContain('"sampled_requests_enabled":true');
    expect(only("aws_wafv2_web_acl_association").resource_arn).toContain("aws_api_gateway_stage");
  });

  it("has a plan and a key for each tier", () => {
    const { usageTiers } = environment.api;
    expect(all("aws_api_gateway_usage_plan").map((plan) => plan.name)).toEqual(
      usageTiers.map((tier) => `lychgate-${environment.name}-${tier.name}`),
    );
    expect(all("aws_api_gateway_api_key")).toHaveLength(usageTiers.length);
    expect(all("aws_api_gateway_usage_plan_key")).toHaveLength(usageTiers.length);
  });
});
