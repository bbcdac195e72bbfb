import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { METRICS, type Monitored } from "../metrics.ts";
import { nameOf } from "../naming.ts";

export interface DashboardOptions {
  environment: Environment;
  monitored: Monitored;
}

/** A metric of a widget: its namespace, name, dimensions and statistic. */
type Metric = readonly [namespace: string, name: string, dimensions: Record<string, string>, stat: string];

const WIDTH = 12;
const HEIGHT = 6;

/** Requests, refusals, latencies, the authorizer and the table, on one page. */
export class Dashboard extends CloudwatchDashboard {
  constructor(scope: Construct, id: string, { environment, monitored }: DashboardOptions) {
    const widgets = Object.entries(widgetRows(environment, monitored)).map(([title, metrics], index) => ({
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
      dashboardBody: JSON.stringify({ widgets }),
    });
  }
}

function widgetRows(
  environment: Environment,
  { api, authorizer, tableName }: Monitored,
): Readonly<Record<string, readonly Metric[]>> {
  const ofApi = (name: string, stat: string): Metric => [
    "AWS/ApiGateway",
    name,
    { ApiName: api.name, Stage: api.stage },
    stat,
  ];
  const ofAuthorizer = (name: string, stat: string): Metric => [
    "AWS/Lambda",
    name,
    { FunctionName: authorizer.name },
    stat,
  ];
  const ofTable = (name: string): Metric => ["AWS/DynamoDB", name, { TableName: tableName }, "Sum"];
  return {
    Requests: [ofApi("Count", "Sum")],
    "Refused and failed": [ofApi("4XXError", "Sum"), ofApi("5XXError", "Sum")],
    Latency: [ofApi("Latency", "p50"), ofApi("Latency", "p99"), ofApi("IntegrationLatency", "p99")],
    "Authorizer duration": [ofAuthorizer("Duration", "p50"), ofAuthorizer("Duration", "p99")],
    "Authorizer faults and throttles": [
      [METRICS.namespace, METRICS.faults(environment), {}, "Sum"],
      ofAuthorizer("Throttles", "Sum"),
    ],
    "Policy table": [ofTable("ConsumedReadCapacityUnits"), ofTable("ReadThrottleEvents")],
  };
}
