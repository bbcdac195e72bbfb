import type { metricsOf } from "@lychgate/authorizer";
import type { Environment } from "./environment.ts";

type Metrics = NonNullable<Environment["metrics"]>;

/** CloudWatch takes no more values of a metric from a line. */
const MAX_VALUES = 100;

/**
 * Writes metrics as a line that CloudWatch reads from the log, with the function's name as their one dimension.
 * @param now the current time in epoch milliseconds
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(
  { namespace, serviceName }: Metrics,
  counted: ReturnType<typeof metricsOf>,
  now: number,
): string {
  const Metrics = counted.map(({ name, unit }) => ({ Name: name, Unit: unit }));
  const line: Record<string, unknown> = {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [["service"]], Metrics }],
    },
    service: serviceName,
  };
  for (const { name, values } of counted)
    line[name] = values.length === 1 ? values[0] : values.slice(0, MAX_VALUES);
  return JSON.stringify(line);
}
