/** What AWS leaves open about Lambda authorizers and what they return. */
import type { Point, Reading } from "./point.ts";

/** A request whose authorizer does this. */
function outcome(token: string, path = "/policy/probe") {
  return { send: `GET ${path}`, headers: { "X-Probe": token } };
}

/** What may become of a policy of which it is not said whether it is understood. */
const ALLOWED = { name: "understood", answers: [{ status: 200 }] } as const satisfies Reading;
const MALFORMED = { name: "a configuration error", answers: [{ status: 500 }] } as const satisfies Reading;
const NO_MATCH = { name: "never matches", answers: [{ status: 403 }] } as const satisfies Reading;

const CONFIGURATION = { errorType: "AuthorizerConfigurationException" };
const FAILURE = { errorType: "AuthorizerFailureException" };

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
export const AUTHORIZER_POINTS = [
  {
    id: "authorizer-timeout",
    open: "how long an authorizer of a REST API may take: it takes 12 seconds",
    requests: [outcome("slow")],
    looksAt: ["status"],
    readings: [
      { name: "29 s", options: { authorizerTimeoutMs: 29_000 } },
      { name: "10 s", options: { authorizerTimeoutMs: 10_000 } },
    ],
  },
  {
    id: "authorizer-result-size",
    open: "whether 8 KB, documented for WebSocket APIs, is a limit here: it returns 9 KB",
    requests: [outcome("large")],
    looksAt: ["status"],
    readings: [
      { name: "no limit at 8 KB", options: {} },
      { name: "8 KB", answers: [{ status: 500 }] },
    ],
  },
  {
    id: "principal-id",
    open: "whether a result needs a `principalId`",
    requests: [outcome("nobody")],
    looksAt: ["status"],
    readings: [
      { name: "required", options: { requirePrincipalId: true } },
      { name: "optional", options: { requirePrincipalId: false } },
    ],
  },
  {
    id: "identity-validation",
    open: "whether `identityValidationExpression` matches the whole token: `[a-z]+` and `allow 2`",
    requests: [outcome("allow 2", "/expression")],
    looksAt: ["status"],
    readings: [
      { name: "full", options: { identityValidation: "full" } },
      { name: "partial", options: { identityValidation: "partial" } },
    ],
  },
  {
    id: "identity-without-caching",
    open: "whether identity sources are required where results are not cached",
    requests: [{ send: "GET /identity" }],
    looksAt: ["status"],
    readings: [
      { name: "required", options: { requireIdentityWithoutCaching: true } },
      { name: "passed over", options: { requireIdentityWithoutCaching: false } },
    ],
  },
  {
    id: "identity-header-case",
    open: "how names of headers that are identity sources are compared: `X-Probe` and `x-probe`",
    requests: [{ send: "GET /identity", headers: { "x-probe": "allow" } }],
    looksAt: ["status"],
    readings: [
      { name: "any case", options: {} },
      { name: "same case", answers: [{ status: 401 }] },
    ],
  },
  {
    id: "authorizer-failure",
    open: "what AUTHORIZER_FAILURE is for: it throws, returns nothing, returns no policy",
    requests: [outcome("fault"), outcome("nothing"), outcome("malformed")],
    looksAt: ["errorType"],
    readings: [
      { name: "none of it", options: {} },
      { name: "a fault", answers: [FAILURE, CONFIGURATION, CONFIGURATION] },
      { name: "all of it", answers: [FAILURE, FAILURE, FAILURE] },
    ],
  },
  {
    id: "explicit-deny-text",
    open: "how a denial says that a Deny matched",
    requests: [outcome("deny")],
    looksAt: ["body"],
    readings: [
      { name: "with an explicit deny", options: { explicitDenySuffix: " with an explicit deny" } },
      {
        name: "… in an identity-based policy",
        options: { explicitDenySuffix: " with an explicit deny in an identity-based policy" },
      },
    ],
  },
  {
    id: "star-and-colon",
    open: "whether `*` crosses a colon in the path: `policy/*/end` and `policy/a:b/end`",
    requests: [outcome("colon", "/policy/a:b/end")],
    looksAt: ["status"],
    readings: [
      { name: "crosses", options: {} },
      { ...NO_MATCH, name: "stops" },
    ],
  },
  {
    id: "not-resource",
    open: "`NotResource` in an authorizer's policy",
    requests: [outcome("notResource")],
    looksAt: ["status"],
    readings: [{ name: "understood", options: {} }, MALFORMED, NO_MATCH],
  },
  {
    id: "not-action",
    open: "`NotAction` in an authorizer's policy",
    requests: [outcome("notAction")],
    looksAt: ["status"],
    readings: [{ name: "understood", options: {} }, MALFORMED, NO_MATCH],
  },
  {
    id: "principal",
    open: "`Principal` in an authorizer's policy",
    requests: [outcome("principal")],
    looksAt: ["status"],
    readings: [{ name: "a configuration error", options: {} }, ALLOWED, NO_MATCH],
  },
  {
    id: "policy-variable",
    open: "a policy variable in an authorizer's policy",
    requests: [
      {
        send: "GET /policy/lychgate-probe",
        headers: { "X-Probe": "variable", "User-Agent": "lychgate-probe" },
      },
    ],
    looksAt: ["status"],
    readings: [{ name: "understood", options: {} }, MALFORMED, NO_MATCH],
  },
  {
    id: "empty-statement",
    open: "whether a policy without statements is malformed",
    requests: [outcome("empty")],
    looksAt: ["status"],
    readings: [{ name: "a configuration error", options: {} }, NO_MATCH],
  },
] as const satisfies readonly Point[];
