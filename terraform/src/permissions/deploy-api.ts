import type { Environment } from "../environment.ts";
import { arnOf, nameOf } from "../naming.ts";
import type { Permission } from "./permission.ts";

/** The verbs of API Gateway's own API are its actions. */
const GATEWAY_ACTIONS = [
  "apigateway:GET",
  "apigateway:POST",
  "apigateway:PUT",
  "apigateway:PATCH",
  "apigateway:DELETE",
] as const;

/** What of API Gateway's own API a deployment deals with; APIs, keys and plans have random ids. */
export const GATEWAY_PATHS = [
  "/restapis",
  "/restapis/*",
  "/account",
  "/apikeys",
  "/apikeys/*",
  "/usageplans",
  "/usageplans/*",
  "/vpclinks",
  "/vpclinks/*",
  "/tags/*",
] as const;

export function apiPermissions(environment: Environment): Permission[] {
  const ours = (service: string, kind: string) =>
    arnOf(environment, service, `${kind}${nameOf(environment, "*")}`);
  const gateway = (path: string) => `arn:aws:apigateway:${environment.region}::${path}`;
  return [
    {
      sid: "Api",
      actions: [...GATEWAY_ACTIONS, "apigateway:UpdateRestApiPolicy", "apigateway:SetWebACL"],
      resources: GATEWAY_PATHS.map(gateway),
      why: "APIs, keys and plans have random ids",
    },
    {
      sid: "Functions",
      actions: [
        "lambda:AddPermission",
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:DeleteFunctionConcurrency",
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration",
        "lambda:GetPolicy",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
        "lambda:PutFunctionConcurrency",
        "lambda:RemovePermission",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      resources: [ours("lambda", "function:")],
      why: "the environment's functions; nobody who deploys can invoke them",
    },
    {
      sid: "Logs",
      actions: [
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DisassociateKmsKey",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      resources: [
        ours("logs", "log-group:/aws/lambda/"),
        ours("logs", "log-group:/aws/apigateway/"),
        arnOf(environment, "logs", "log-group:API-Gateway-Execution-Logs_*"),
      ],
      why: "the log groups of functions and stage; their events cannot be read",
    },
    {
      sid: "ListLogs",
      actions: ["logs:DescribeLogGroups"],
      resources: [arnOf(environment, "logs", "log-group:*")],
      why: "CloudWatch Logs lists for the whole region",
    },
    {
      sid: "SaveQueries",
      actions: ["logs:DeleteQueryDefinition", "logs:DescribeQueryDefinitions", "logs:PutQueryDefinition"],
      resources: ["*"],
      why: "a saved query has no ARN; it is a text, and nobody who deploys can run it",
    },
    {
      sid: "Alarms",
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:ListTagsForResource",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      resources: [ours("cloudwatch", "alarm:")],
      why: "the environment's alarms",
    },
    {
      sid: "Dashboard",
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
      resources: [`arn:aws:cloudwatch::${environment.account}:dashboard/${nameOf(environment, "*")}`],
      why: "the environment's dashboard",
    },
    {
      sid: "AlarmTopic",
      actions: [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:GetSubscriptionAttributes",
        "sns:GetTopicAttributes",
        "sns:ListTagsForResource",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:Unsubscribe",
        "sns:UntagResource",
      ],
      resources: [ours("sns", "")],
      why: "the topic that alarms go to",
    },
    {
      sid: "Firewall",
      actions: [
        "wafv2:AssociateWebACL",
        "wafv2:CreateWebACL",
        "wafv2:DeleteWebACL",
        "wafv2:DisassociateWebACL",
        "wafv2:GetWebACL",
        "wafv2:ListTagsForResource",
        "wafv2:TagResource",
        "wafv2:UntagResource",
        "wafv2:UpdateWebACL",
      ],
      resources: [
        ours("wafv2", "regional/webacl/"),
        arnOf(environment, "wafv2", "regional/managedruleset/*"),
        gateway("/restapis/*"),
      ],
      why: "the environment's web ACL, the rule sets that it uses and the stage that it guards",
    },
    {
      sid: "FindFirewall",
      actions: ["wafv2:GetWebACLForResource"],
      resources: ["*"],
      why: "asked about a stage, it is authorized on every web ACL that could guard it",
    },
  ];
}
