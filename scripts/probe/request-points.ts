/** What AWS leaves open about requests, limits and refusals. */
import { MARK, type Point, type ProbeRequest } from "./point.ts";

/** As in `probe/plans.yaml`. */
const QUOTA: ProbeRequest = { send: "GET /quota", headers: { "x-api-key": "lychgateProbeQuotaKey" } };
const COUNTED = { "x-api-key": "lychgateProbeCountedKey" };
/** Use up what the stage gives. */
const USE_UP: readonly ProbeRequest[] = Array.from({ length: 8 }, () => ({
  send: "GET /throttled",
  headers: { "X-Probe": "allow" },
  isPreparation: true,
}));

const THROTTLED: ProbeRequest = { send: "GET /counted/throttled", headers: COUNTED };

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
export const REQUEST_POINTS = [
  {
    id: "method-arn-path",
    open: "how an encoded path stands in the method ARN",
    requests: [{ send: "GET /policy/a%20b", headers: { "X-Probe": "allow" } }],
    looksAt: ["methodArn"],
    readings: [
      { name: "as sent", options: { methodArnPath: "asSent" } },
      { name: "decoded", options: { methodArnPath: "decoded" } },
    ],
  },
  {
    id: "method-override",
    open: "what `X-HTTP-Method-Override` replaces",
    requests: [
      { send: "POST /policy/probe", headers: { "X-Probe": "allow", "X-HTTP-Method-Override": "GET" } },
    ],
    looksAt: ["status", "httpMethod", "methodArn"],
    readings: [
      { name: "the verb, before routing", options: { methodOverride: "beforeRouting" } },
      { name: "nothing", options: { methodOverride: "ignored" } },
      {
        name: "what is invoked, and not what is authorized",
        answers: [{ status: 200, httpMethod: "GET", methodArn: "POST/policy/probe" }],
      },
      {
        name: "what is authorized, and not what is invoked",
        answers: [{ status: 200, httpMethod: "POST", methodArn: "GET/policy/probe" }],
      },
    ],
  },
  {
    id: "parameter-header-case",
    open: "how names of required headers are compared: `X-Probe-Parameter` and `x-probe-parameter`",
    requests: [{ send: "GET /parameter", headers: { "x-probe-parameter": "1" } }],
    looksAt: ["status"],
    readings: [
      { name: "any case", options: { parameterHeaderNames: "anyCase" } },
      { name: "same case", options: { parameterHeaderNames: "sameCase" } },
    ],
  },
  {
    id: "stage-throttle",
    open: "whether the stage's throttles come before the authorizer",
    requests: [...USE_UP, { send: "GET /throttled", headers: { "X-Probe": "unauthorized" } }],
    looksAt: ["status"],
    readings: [
      { name: "before", options: { stageThrottle: "beforeAuthorizer" } },
      { name: "after", options: { stageThrottle: "afterUsagePlan" } },
    ],
  },
  {
    id: "quota-offset",
    open: "what the offset of a quota is: limit 3, offset 2, a week",
    requests: [QUOTA, QUOTA, QUOTA, QUOTA],
    looksAt: ["status"],
    readings: [
      { name: "requests of the first period", options: { quotaOffset: "requestsInFirstPeriod" } },
      { name: "the day a period starts", options: { quotaOffset: "startOfPeriod" } },
    ],
  },
  {
    id: "throttled-requests",
    open: "whether requests that a plan throttles count against its quota: limit 3",
    requests: [THROTTLED, THROTTLED, THROTTLED, THROTTLED, { send: "GET /counted", headers: COUNTED }],
    looksAt: ["status"],
    readings: [
      { name: "not counted", options: { countThrottledRequests: false } },
      { name: "counted", options: { countThrottledRequests: true } },
    ],
  },
  {
    id: "integration-failure",
    open: "the status of INTEGRATION_FAILURE: documented as 504, and observed as 500",
    requests: [{ send: "GET /unreachable" }],
    looksAt: ["status"],
    readings: [
      { name: "504", options: { integrationFailureStatus: 504 } },
      { name: "500", options: { integrationFailureStatus: 500 } },
    ],
  },
  {
    id: "signature-echo",
    open: "whether a header that is no signature comes back to who sent it",
    requests: [{ send: "GET /nowhere", headers: { Authorization: `Bearer ${MARK}` } }],
    looksAt: ["status", "echoed"],
    readings: [
      { name: "redacted", options: { signatureEcho: "redacted" }, isStricterOnPurpose: true },
      { name: "as sent", options: { signatureEcho: "asSent" } },
    ],
  },
  {
    id: "error-types",
    open: "`x-amzn-ErrorType` of refusals: a throttle, silence, a Deny, no policy, no authorization, no key",
    requests: [
      ...USE_UP,
      { send: "GET /throttled", headers: { "X-Probe": "allow" } },
      { send: "GET /policy/probe", headers: { "X-Probe": "silent" } },
      { send: "GET /policy/probe", headers: { "X-Probe": "deny" } },
      { send: "GET /policy/probe", headers: { "X-Probe": "nothing" } },
      { send: "GET /policy/probe", headers: { "X-Probe": "unauthorized" } },
      { send: "GET /counted" },
    ],
    looksAt: ["status", "errorType"],
    readings: [{ name: "as the gateway has them", options: {} }],
  },
] as const satisfies readonly Point[];
