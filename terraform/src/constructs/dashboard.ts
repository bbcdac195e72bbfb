import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { REASONS, REMEDIES, type Reason } from "@lychgate/authorizer";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { authorizerMetric, type Monitored } from "../metrics.ts";
import { nameOf } from "../naming.ts";

export interface DashboardOptions {
  environment: Environment;
  monitored: Monitored;
}

/** A metric of a widget: its namespace, name, dimensions and statistic. */
type Metric = readonly [namespace: string, name: string, dimensions: Record<string, string>, stat: string];

const WIDTH = 12;
const HEIGHT = 6;

/** Requests, refusals and why, latencies, the authorizer and the table, on one page. */
export class Dashboard extends CloudwatchDashboard {
  constructor(scope: Construct, id: string, { environment, monitored }: DashboardOptions) {
    const widgets = Object.entries(widgetRows(monitored)).map(([title, metrics], index) => ({
      type: "metric",
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        region: environment.region,
        period: 300,
        metrics: metrics.map(([namespace, name, dimensions, stat]) => [
          namespace,
          name,
          ...Object.entries(dimensions).flat(),
          { stat },
        ]),
      },
    }));
    super(scope, id, {
      dashboardName: nameOf(environment, "api"),
      dashboardBody: JSON.stringify({ widgets: [...widgets, reasonsBelow(widgets.length)] }),
    });
  }
}

const REASON_NAMES = Object.keys(REASONS) as Reason[];

/** What each reason means and what to do about it, under so many widgets. */
function reasonsBelow(widgets: number) {
  const rows = REASON_NAMES.map(
    (reason) => `| ${reason} | ${REASONS[reason].meaning} | ${REMEDIES[reason]} |`,
  );
  const markdown = ["| Reason | Meaning | What to do |", "|---|---|---|", ...rows].join("\n");
  const y = Math.ceil(widgets / 2) * HEIGHT;
  return { type: "text", x: 0, y, width: 2 * WIDTH, height: 2 * HEIGHT, properties: { markdown } };
}

function reasonsOf(...outcomes: readonly (typeof REASONS)[Reason]["outcome"][]): Reason[] {
  return REASON_NAMES.filter((reason) => outcomes.includes(REASONS[reason].outcome));
}

function widgetRows(monitored: Monitored): Readonly<Record<string, readonly Metric[]>> {
  const { api, authorizer, tableName } = monitored;
  const ofApi = (name: string, stat: string): Metric => [
    "AWS/ApiGateway",
    name,
    { ApiName: api.name, Stage: api.stage },
    stat,
  ];
  const ofFunction = (name: string, stat: string): Metric => [
    "AWS/Lambda",
    name,
    { FunctionName: authorizer.name },
    stat,
  ];
  const counted = (name: Parameters<typeof authorizerMetric>[0], stat = "Sum"): Metric => {
    const { namespace, metricName, dimensions } = authorizerMetric(name, monitored);
    return [namespace, metricName, dimensions, stat];
  };
  const ofTable = (name: string): Metric => ["AWS/DynamoDB", name, { TableName: tableName }, "Sum"];
  return {
    Requests: [ofApi("Count", "Sum")],
    "Refused and failed": [ofApi("4XXError", "Sum"), ofApi("5XXError", "Sum")],
    Latency: [ofApi("Latency", "p50"), ofApi("Latency", "p99"), ofApi("IntegrationLatency", "p99")],
    "Authorizer duration": [ofFunction("Duration", "p50"), ofFunction("Duration", "p99")],
    "Refused by the authorizer, by reason": reasonsOf("deny", "unauthorized").map((reason) =>
      counted(reason),
    ),
    "Faults of the authorizer, by reason": reasonsOf("fault").map((reason) => counted(reason)),
    "Tokens and policies, remembered or not": [
      counted("TokensRemembered"),
      counted("TokensVerified"),
      counted("PoliciesRemembered"),
      counted("PolicyLookUps"),
    ],
    "Policy look-ups": [counted("PolicyLookUpTime", "p50"), counted("PolicyLookUpTime", "p99")],
    "Cold starts and throttles": [counted("ColdStarts"), ofFunction("Throttles", "Sum")],
    "Policy table": [ofTable("ConsumedReadCapacityUnits"), ofTable("ReadThrottleEvents")],
  };
}
