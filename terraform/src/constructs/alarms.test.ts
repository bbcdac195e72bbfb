import { describe, expect, it } from "vitest";
import { subject } from "../../test/synthesized.ts";

describe("alarms", () => {
  const { all } = subject("prod");

  it("are raised for what somebody has to be told of", () => {
    const names = all("aws_cloudwatch_metric_alarm").map((alarm) => alarm.alarm_name);
    expect(names.sort()).toEqual([
      "lychgate-prod-authorizer-faults",
      "lychgate-prod-authorizer-throttles",
      "lychgate-prod-refused-requests",
      "lychgate-prod-server-errors",
      "lychgate-prod-slow-answers",
      "lychgate-prod-table-throttles",
    ]);
  });

  it("go to the topic, and so does their end", () => {
    for (const alarm of all("aws_cloudwatch_metric_alarm")) {
      expect(alarm.alarm_actions).toEqual([expect.stringContaining("aws_sns_topic")]);
      expect(alarm.ok_actions).toEqual(alarm.alarm_actions);
    }
  });

  it("count as faults what this environment's authorizer calls so", () => {
    const faults = all("aws_cloudwatch_metric_alarm").find(
      ({ alarm_name }) => alarm_name === "lychgate-prod-authorizer-faults",
    );
    expect(faults).toMatchObject({ namespace: "Lychgate", metric_name: "Faults", threshold: 0 });
    expect(faults?.dimensions).toEqual({
      service: expect.stringContaining("aws_lambda_function.authorizer"),
    });
    const counting = all("aws_lambda_function").filter(({ environment }) =>
      JSON.stringify(environment ?? {}).includes('"METRICS_NAMESPACE":"Lychgate"'),
    );
    expect(counting.map(({ function_name }) => function_name)).toEqual(["lychgate-prod-authorizer"]);
  });
});
