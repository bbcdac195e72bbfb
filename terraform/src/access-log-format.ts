/**
 * What an access log says of a request: who, what, and which policy decided. No header, token or key, and of
 * the claims only who it is. API Gateway's error message is left out, for that of a bad signature holds headers.
 * `decision` and `sid` are about the request whose `extendedRequestId` is `decidedFor`: the authorizer's context
 * is cached.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const FIELDS = {
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
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
  policyStale: "$context.authorizer.policyStale",
  reason: "$context.authorizer.reason",
  decision: "$context.authorizer.decision",
  sid: "$context.authorizer.sid",
  decidedFor: "$context.authorizer.decidedFor",
  apiKeyId: "$context.identity.apiKeyId",
  wafStatus: "$context.wafResponseCode",
  canary: "$context.isCanaryRequest",
} as const satisfies Record<string, `$context.${string}`>;

/** The format of a stage's access log: one JSON object a line. */
export function accessLogFormat(): string {
  return JSON.stringify(FIELDS);
}
