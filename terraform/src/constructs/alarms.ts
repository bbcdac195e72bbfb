import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { AlarmOptions } from "../api-options.ts";
import type { Environment } from "../environment.ts";
import { authorizerMetric, type Monitored } from "../metrics.ts";
import { nameOf } from "../naming.ts";

export interface AlarmsOptions {
  environment: Environment;
  monitored: Monitored;
  settings: AlarmOptions;
  topicArn: string;
}

type AlarmRow = Pick<CloudwatchMetricAlarmConfig, "alarmDescription" | "threshold"> &
  Partial<CloudwatchMetricAlarmConfig>;

/** What somebody has to be told of. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { environment, monitored, settings, topicArn }: AlarmsOptions) {
    super(scope, id);
    for (const [thing, row] of Object.entries(alarmRows(monitored, settings))) {
      new CloudwatchMetricAlarm(this, thing, {
        alarmName: nameOf(environment, thing),
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
        okActions: [topicArn],
        ...row,
        tags: { Name: nameOf(environment, thing) },
      });
    }
  }
}

function alarmRows(
  monitored: Monitored,
  { serverErrors, refusedPercent, latencyMilliseconds }: AlarmOptions,
): Readonly<Record<string, AlarmRow>> {
  const { api, authorizer, tableName } = monitored;
  const ofApi = { namespace: "AWS/ApiGateway", dimensions: { ApiName: api.name, Stage: api.stage } };
  const ofAuthorizer = { namespace: "AWS/Lambda", dimensions: { FunctionName: authorizer.name } };
  return {
    "server-errors": {
      ...ofApi,
      alarmDescription: "The API answers with server errors",
      metricName: "5XXError",
      statistic: "Sum",
      period: 300,
      threshold: serverErrors,
    },
    "refused-requests": {
      alarmDescription:
        "A large share of the requests is refused: a broken client, a broken policy, or an attack",
      threshold: refusedPercent,
      metricQuery: refusedShare(ofApi),
    },
    "slow-answers": {
      ...ofApi,
      alarmDescription: "One request of a hundred is slow",
      metricName: "Latency",
      extendedStatistic: "p99",
      period: 300,
      evaluationPeriods: 3,
      threshold: latencyMilliseconds,
    },
    // A refused token ends in an error of the function too, so errors of the function say little.
    "authorizer-faults": {
      ...authorizerMetric("Faults", monitored),
      alarmDescription: "The authorizer could not decide: keys or policies could not be read",
      statistic: "Sum",
      period: 300,
      threshold: 0,
    },
    "authorizer-throttles": {
      ...ofAuthorizer,
      alarmDescription: "Requests fail because too many authorizers run",
      metricName: "Throttles",
      statistic: "Sum",
      period: 300,
      threshold: 0,
    },
    "table-throttles": {
      alarmDescription: "Policies cannot be read because the table is throttled",
      namespace: "AWS/DynamoDB",
      metricName: "ReadThrottleEvents",
      dimensions: { TableName: tableName },
      statistic: "Sum",
      period: 300,
      threshold: 0,
    },
  };
}

/** Of fifteen minutes, and only where there were enough requests to speak of a share. */
function refusedShare(metric: { namespace: string; dimensions: Record<string, string> }) {
  const sumOf = (id: string, metricName: string) => ({
    id,
    metric: { ...metric, metricName, stat: "Sum", period: 900 },
    returnData: false,
  });
  return [
    {
      id: "share",
      expression: "IF(requests > 100, 100 * refused / requests, 0)",
      label: "refused",
      returnData: true,
    },
    sumOf("refused", "4XXError"),
    sumOf("requests", "Count"),
  ];
}
