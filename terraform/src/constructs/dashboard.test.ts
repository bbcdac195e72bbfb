import { METRICS, REASONS } from "@lychgate/authorizer";
import { describe, expect, it } from "vitest";
import { subject } from "../../test/synthesized.ts";

interface Widget {
  type: string;
  x: number;
  y: number;
  height: number;
  properties: { title?: string; markdown?: string; metrics?: readonly (readonly unknown[])[] };
}

const { only } = subject("prod");
const { widgets }: { widgets: Widget[] } = JSON.parse(
  String(only("aws_cloudwatch_dashboard").dashboard_body),
);
const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);
const ours = metrics.filter(([namespace]) => namespace === "Lychgate");

describe("the dashboard", () => {
  it("shows how often each reason was given but for the good one, and every metric that the authorizer writes", () => {
    const refused = Object.keys(REASONS).filter((reason) => reason !== "Authorized");
    const others = Object.keys(METRICS).filter((name) => name !== "Faults");
    expect(new Set(ours.map(([, name]) => name))).toEqual(new Set([...refused, ...others]));
  });

  it("shows those of this environment's function, by the one dimension that they have", () => {
    for (const [, , dimension, value] of ours) {
      expect(dimension).toBe("service");
      expect(value).toMatch(/aws_lambda_function\.authorizer/);
    }
  });

  it("keeps refusals and faults apart", () => {
    const namesIn = (title: string) =>
      widgets
        .find(({ properties }) => properties.title === title)
        ?.properties.metrics?.map(([, name]) => name);
    expect(namesIn("Refused by the authorizer, by reason")).toEqual(
      expect.arrayContaining(["NoPolicy", "TokenInvalid", "TokenMissing", "TokenExpired"]),
    );
    expect(namesIn("Faults of the authorizer, by reason")).toEqual(
      expect.arrayContaining(["KeysUnavailable", "PoliciesUnavailable", "PolicyMalformed"]),
    );
  });

  it("says under the graphs what each reason means and what to do about it", () => {
    const [text, ...others] = widgets.filter(({ type }) => type === "text");
    expect(others).toEqual([]);
    const lines = text?.properties.markdown?.split("\n") ?? [];
    expect(lines.slice(2).map((line) => line.split(" | ")[0])).toEqual(
      Object.keys(REASONS).map((reason) => `| ${reason}`),
    );
    for (const { type, y, height } of widgets)
      if (type === "metric") expect(y + height).toBeLessThanOrEqual(text?.y ?? 0);
  });
});
