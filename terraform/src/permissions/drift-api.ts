import type { Environment } from "../environment.ts";
import { arnOf, nameOf } from "../naming.ts";
import { GATEWAY_PATHS } from "./deploy-api.ts";
import type { Permission } from "./permission.ts";

/** What a plan of the API refreshes. */
export function driftApiPermissions(environment: Environment): Permission[] {
  const ours = (service: string, kind: string) =>
    arnOf(environment, service, `${kind}${nameOf(environment, "*")}`);
  const gateway = (path: string) => `arn:aws:apigateway:${environment.region}::${path}`;
  return [
    {
      sid: "ReadApi",
      actions: ["apigateway:GET"],
      resources: GATEWAY_PATHS.map(gateway),
      why: "APIs, keys and plans have random ids; a plan reads a key with its value, which the state has too",
    },
    {
      sid: "ReadFunctions",
      actions: [
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration",
        "lambda:GetPolicy",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
      ],
      resources: [ours("lambda", "function:")],
      why: "the environment's functions, which nobody who compares can invoke",
    },
    {
      sid: "ReadLogGroups",
      actions: ["logs:ListTagsForResource"],
      resources: [
        ours("logs", "log-group:/aws/lambda/"),
        ours("logs", "log-group:/aws/apigateway/"),
        arnOf(environment, "logs", "log-group:API-Gateway-Execution-Logs_*"),
      ],
      why: "the log groups of functions and stage; their events cannot be read",
    },
    {
      sid: "ListLogGroups",
      actions: ["logs:DescribeLogGroups"],
      resources: [arnOf(environment, "logs", "log-group:*")],
      why: "CloudWatch Logs lists for the whole region",
    },
    {
      sid: "ReadSavedQueries",
      actions: ["logs:DescribeQueryDefinitions"],
      resources: ["*"],
      why: "a saved query has no ARN",
    },
    {
      sid: "ReadAlarms",
      actions: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
      resources: [ours("cloudwatch", "alarm:")],
      why: "the environment's alarms",
    },
    {
      sid: "ReadDashboard",
      actions: ["cloudwatch:GetDashboard"],
      resources: [`arn:aws:cloudwatch::${environment.account}:dashboard/${nameOf(environment, "*")}`],
      why: "the environment's dashboard",
    },
    {
      sid: "ReadAlarmTopic",
      actions: ["sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListTagsForResource"],
      resources: [ours("sns", "")],
      why: "the topic that alarms go to",
    },
    {
      sid: "ReadFirewall",
      actions: ["wafv2:GetWebACL", "wafv2:ListTagsForResource"],
      resources: [
        ours("wafv2", "regional/webacl/"),
        arnOf(environment, "wafv2", "regional/managedruleset/*"),
        gateway("/restapis/*"),
      ],
      why: "the environment's web ACL, the rule sets that it uses and the stage that it guards",
    },
    {
      sid: "ReadFirewallOfStage",
      actions: ["wafv2:GetWebACLForResource"],
      resources: ["*"],
      why: "asked about a stage, it is authorized on every web ACL that could guard it",
    },
  ];
}
