import type { Environment } from "../environment.ts";
import { arnOf, nameOf, SHARED_THINGS } from "../naming.ts";
import { SEEDING } from "./function-permissions.ts";
import type { Permission } from "./permission.ts";

/**
 * The most that a role of a deployment can be given, whatever its own policy says: a workflow that was
 * taken over can make no role that does more.
 */
export function boundaryPermissions(environment: Environment): Permission[] {
  const { region } = environment;
  return [
    {
      sid: "Policies",
      actions: [...SEEDING],
      resources: [arnOf(environment, "dynamodb", `table/${nameOf(environment, SHARED_THINGS.policyTable)}`)],
      why: "the authorizer reads the policies, the seeder writes them",
    },
    {
      sid: "Decrypt",
      actions: ["kms:Decrypt"],
      resources: [arnOf(environment, "kms", "key/*")],
      why: "a key has a random id; DynamoDB alone uses it in a role's name",
      condition: { StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
    },
    {
      sid: "WriteLogs",
      actions: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "logs:GetLogEvents",
        "logs:FilterLogEvents",
      ],
      resources: ["*"],
      why: "API Gateway refuses a role that may not do all this everywhere",
    },
    {
      sid: "SendTraces",
      actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      resources: ["*"],
      why: "X-Ray knows no resources that could be named",
    },
    {
      sid: "Invoke",
      actions: ["execute-api:Invoke"],
      resources: [arnOf(environment, "execute-api", "*")],
      why: "the role of a group calls APIs, which have random ids",
    },
  ];
}
