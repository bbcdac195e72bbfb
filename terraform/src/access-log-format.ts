/**
 * What an access log says of a request: who, what, and which policy decided. No header, token or key, and of
 * the claims only who it is.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const FIELDS = {
  requestId: "$context.requestId",
  traceId: "$context.xrayTraceId",
  time: "$context.requestTimeEpoch",
  sourceIp: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  responseType: "$context.error.responseType",
  responseLength: "$context.responseLength",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  authorizerStatus: "$context.authorizer.status",
  authorizerLatency: "$context.authorizer.latency",
  principalId: "$context.authorizer.principalId",
  sub: "$context.authorizer.sub",
  groups: "$context.authorizer.groups",
  policyRevision: "$context.authorizer.policyRevision",
  reason: "$context.authorizer.reason",
  apiKeyId: "$context.identity.apiKeyId",
  wafStatus: "$context.wafResponseCode",
  canary: "$context.isCanaryRequest",
} as const satisfies Record<string, `$context.${string}`>;

/** The format of a stage's access log: one JSON object a line. */
export function accessLogFormat(): string {
  return JSON.stringify(FIELDS);
}
