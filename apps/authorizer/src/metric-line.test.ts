import { describe, expect, it } from "vitest";
import { metricLine } from "./metric-line.ts";

const METRICS = { namespace: "Lychgate", serviceName: "lychgate-dev-authorizer" };

describe("the line of a call's metrics", () => {
  it("is one object in CloudWatch's embedded format", () => {
    const line = metricLine(
      METRICS,
      [
        { name: "Authorized", unit: "Count", values: [1] },
        { name: "PolicyLookUpTime", unit: "Milliseconds", values: [7, 9] },
      ],
      1_800_000_000_000,
    );
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: 1_800_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Lychgate",
            Dimensions: [["service"]],
            Metrics: [
              { Name: "Authorized", Unit: "Count" },
              { Name: "PolicyLookUpTime", Unit: "Milliseconds" },
            ],
          },
        ],
      },
      service: "lychgate-dev-authorizer",
      Authorized: 1,
      PolicyLookUpTime: [7, 9],
    });
    expect(line).not.toContain("\n");
  });

  it("holds no more values of a metric than CloudWatch takes", () => {
    const values = Array.from({ length: 101 }, (_, index) => index);
    const line = metricLine(METRICS, [{ name: "PolicyLookUpTime", unit: "Milliseconds", values }], 0);
    expect(JSON.parse(line).PolicyLookUpTime).toEqual(values.slice(0, 100));
  });
});
