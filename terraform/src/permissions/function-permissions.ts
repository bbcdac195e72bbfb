/** What the functions and the seeder may do: the rows, and nothing else. */
import type { Environment } from "../environment.ts";
import type { Permission } from "./permission.ts";

/** What every function may do. */
export function functionPermissions(logGroupArn: string, tracing: boolean): Permission[] {
  const logs: Permission = {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${logGroupArn}:*`],
    why: "a function writes streams of its own log group",
  };
  const traces: Permission = {
    sid: "SendTraces",
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    resources: ["*"],
    why: "X-Ray knows no resources that could be named",
  };
  return tracing ? [logs, traces] : [logs];
}

export interface PolicyTableArns {
  table: string;
  key: string;
}

/** What the authorizer may do with the policies. */
export function authorizerPermissions(environment: Environment, arns: PolicyTableArns): Permission[] {
  return [
    {
      sid: "ReadPolicies",
      actions: ["dynamodb:BatchGetItem"],
      resources: [arns.table],
      why: "the policies of a caller's groups are looked up in one batch",
    },
    useOfTableKey(environment, arns.key),
  ];
}

/**
 * The actions of a seed. `TransactWriteItems` has none of its own: its parts are authorized.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export const SEEDING = [
  "dynamodb:BatchGetItem",
  "dynamodb:Scan",
  "dynamodb:PutItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:ConditionCheckItem",
] as const;

/** What the seeder may do with the policies. */
export function seederPermissions(environment: Environment, arns: PolicyTableArns): Permission[] {
  return [
    {
      sid: "SeedPolicies",
      actions: [...SEEDING],
      resources: [arns.table],
      why: "a seed compares what stands in the table and writes what differs, in transactions that check its claim",
    },
    useOfTableKey(environment, arns.key),
  ];
}

function useOfTableKey({ region }: Environment, key: string): Permission {
  return {
    sid: "DecryptPolicies",
    actions: ["kms:Decrypt"],
    resources: [key],
    why: "the table is encrypted; DynamoDB uses its key in the caller's name",
    condition: { StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
  };
}
