import type { MetricName, Reason } from "@lychgate/authorizer";

/** What alarms and the dashboard look at. */
export interface Monitored {
  api: { name: string; stage: string };
  authorizer: { name: string; logGroupName: string };
  /** Where there is an access log. */
  accessLogGroupName?: string | undefined;
  tableName: string;
}

/** The namespace of what the authorizer counts. */
export const METRICS_NAMESPACE = "Lychgate";

/** A metric that the authorizer writes: of this function, and not of another environment's. */
export function authorizerMetric(metricName: MetricName | Reason, { authorizer }: Monitored) {
  return { namespace: METRICS_NAMESPACE, metricName, dimensions: { service: authorizer.name } };
}
