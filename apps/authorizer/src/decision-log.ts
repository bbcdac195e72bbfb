/** What is written of a decision: a line of JSON for people, and one for CloudWatch to count. */
import { Metrics } from "@aws-lambda-powertools/metrics";
import { type AuthorizerOptions, metricsOf, REASONS } from "@lychgate/authorizer";
import type { Environment } from "./environment.ts";

type Log = NonNullable<AuthorizerOptions["log"]>;

/**
 * Makes what writes decisions to the log. Metrics are written there too, where CloudWatch finds them, so that
 * they cost neither a call nor a permission.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createDecisionLog(options: Pick<Environment, "logLevel" | "metrics">): Log {
  const metrics = options.metrics && new Metrics(options.metrics);
  let isColdStart = true;
  return (entry, measures) => {
    if (options.logLevel === "info" || entry.stale || REASONS[entry.reason].outcome === "fault")
      console.log(JSON.stringify(isColdStart ? { ...entry, coldStart: true } : entry));
    if (metrics) publish(metrics, metricsOf(entry.reason, measures, isColdStart));
    isColdStart = false;
  };
}

function publish(metrics: Metrics, counted: ReturnType<typeof metricsOf>): void {
  for (const { name, unit, values } of counted)
    for (const value of values) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
}
