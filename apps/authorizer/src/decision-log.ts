/** What is written of a decision: a line of JSON for people, and one for CloudWatch to count. */
import { type AuthorizerOptions, metricsOf, REASONS } from "@lychgate/authorizer";
import type { Environment } from "./environment.ts";
import { metricLine } from "./metric-line.ts";

type Log = NonNullable<AuthorizerOptions["log"]>;

/**
 * Makes what writes decisions to the log. Metrics are written there too, where CloudWatch finds them, so that
 * they cost neither a call nor a permission. Lambda puts the time before what comes by `console`, and CloudWatch
 * would take such a line for text.
 */
export function createDecisionLog(options: Pick<Environment, "logLevel" | "metrics">): Log {
  const { metrics } = options;
  let isColdStart = true;
  return (entry, measures) => {
    if (options.logLevel === "info" || entry.stale || REASONS[entry.reason].outcome === "fault")
      console.log(JSON.stringify(isColdStart ? { ...entry, coldStart: true } : entry));
    if (metrics)
      process.stdout.write(
        `${metricLine(metrics, metricsOf(entry.reason, measures, isColdStart), Date.now())}\n`,
      );
    isColdStart = false;
  };
}
