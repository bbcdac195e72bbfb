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

  it("count as faults what the authorizer's reasons call so, and no refused token", () => {
    const [filter] = all("aws_cloudwatch_log_metric_filter");
    const words = String(filter?.pattern).split(" ");
    expect(words).toEqual(
      expect.arrayContaining(["?KeysUnavailable", "?PoliciesUnavailable", "?PolicyMalformed"]),
    );
    expect(words.join()).not.toContain("Token");
  });
});
