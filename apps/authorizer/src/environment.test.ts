import { describe, expect, it } from "vitest";
import { readEnvironment, VARIABLES } from "./environment.ts";

const REQUIRED = {
  POLICY_TABLE_NAME: "auth-policy-store",
  USER_POOL_ID: "eu-west-1_Lychgate",
  USER_POOL_CLIENT_IDS: "1example23456789",
};

const POOL = {
  kind: "cognito",
  userPoolId: "eu-west-1_Lychgate",
  clientIds: ["1example23456789"],
  tokenUse: "access",
};

const DEFAULTS = {
  tableName: "auth-policy-store",
  issuers: [POOL],
  loopbackKeys: new Map(),
  policyTtlSeconds: 60,
  stalePolicySeconds: 0,
  denyList: false,
  usageTierKeys: undefined,
  logLevel: "info",
  explainDecisions: true,
  metrics: undefined,
  simpleResponses: undefined,
  webSocketToken: "header",
};

describe("the environment", () => {
  it("needs a table and a user pool", () => {
    expect(readEnvironment(REQUIRED)).toEqual(DEFAULTS);
  });

  it("is the defaults where optional variables are empty", () => {
    const optional = Object.entries(VARIABLES).filter(([, variable]) => "default" in variable);
    const empty = Object.fromEntries(optional.map(([name]) => [name, ""]));
    expect(readEnvironment({ ...empty, ...REQUIRED })).toEqual(DEFAULTS);
  });

  it.each<[string, string, object]>([
    ["USER_POOL_CLIENT_IDS", "a, b,c", { issuers: [{ ...POOL, clientIds: ["a", "b", "c"] }] }],
    ["POLICY_TTL_SECONDS", "0", { policyTtlSeconds: 0 }],
    ["POLICY_TTL_SECONDS", "3600", { policyTtlSeconds: 3600 }],
    ["STALE_POLICY_SECONDS", "3600", { stalePolicySeconds: 3600 }],
    ["DENY_LIST", "on", { denyList: true }],
    ["DENY_LIST", "off", {}],
    ["LOG_LEVEL", "error", { logLevel: "error" }],
    ["EXPLAIN_DECISIONS", "off", { explainDecisions: false }],
    [
      "METRICS_NAMESPACE",
      "Lychgate/API",
      { metrics: { namespace: "Lychgate/API", serviceName: "authorizer" } },
    ],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "0", { simpleResponses: { cachedSeconds: 0 } }],
    ["SIMPLE_RESPONSES_OUTLIVE_TOKEN", "true", {}],
    ["WEBSOCKET_TOKEN", "header", { webSocketToken: "header" }],
    ["WEBSOCKET_TOKEN", "query:access_token", { webSocketToken: { queryParameter: "access_token" } }],
    [
      "WEBSOCKET_TOKEN",
      "subprotocol:lychgate.bearer",
      { webSocketToken: { subprotocol: "lychgate.bearer" } },
    ],
  ])("with %s=%s", (name, value, expected) => {
    expect(readEnvironment({ ...REQUIRED, [name]: value })).toEqual({ ...DEFAULTS, ...expected });
  });

  const required = Object.entries(VARIABLES).filter(([, variable]) => !("default" in variable));
  it.each(
    required.flatMap(([name, { meaning }]) => [undefined, ""].map((value) => ({ name, meaning, value }))),
  )("cannot be without $name: $value", ({ name, meaning, value }) => {
    const read = () => readEnvironment({ ...REQUIRED, [name]: value });
    expect(read).toThrow(`expected the variable ${name}: ${meaning}`);
  });

  it.each([
    ["USER_POOL_CLIENT_IDS", ","],
    ["USER_POOL_CLIENT_IDS", "a,"],
    ["USER_POOL_CLIENT_IDS", "a,,b"],
    ["USER_POOL_CLIENT_IDS", " "],
    ["POLICY_TTL_SECONDS", "3601"],
    ["POLICY_TTL_SECONDS", "-1"],
    ["POLICY_TTL_SECONDS", "1.5"],
    ["POLICY_TTL_SECONDS", "1e3"],
    ["POLICY_TTL_SECONDS", "0x10"],
    ["POLICY_TTL_SECONDS", " 60"],
    ["POLICY_TTL_SECONDS", "60s"],
    ["POLICY_TTL_SECONDS", "Infinity"],
    ["STALE_POLICY_SECONDS", "3601"],
    ["STALE_POLICY_SECONDS", "-1"],
    ["STALE_POLICY_SECONDS", "off"],
    ["DENY_LIST", "ON"],
    ["DENY_LIST", "true"],
    ["DENY_LIST", " on"],
    ["LOG_LEVEL", "debug"],
    ["LOG_LEVEL", "INFO"],
    ["EXPLAIN_DECISIONS", "true"],
    ["METRICS_NAMESPACE", "AWS/Lambda"],
    ["METRICS_NAMESPACE", "Lych gate"],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "1"],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "300"],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "3601"],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "-0"],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "off"],
    ["SIMPLE_RESPONSES_OUTLIVE_TOKEN", "TRUE"],
    ["SIMPLE_RESPONSES_OUTLIVE_TOKEN", "1"],
    ["WEBSOCKET_TOKEN", "query"],
    ["WEBSOCKET_TOKEN", "query:"],
    ["WEBSOCKET_TOKEN", "query:a b"],
    ["WEBSOCKET_TOKEN", "subprotocol:a,b"],
    ["WEBSOCKET_TOKEN", "subprotocol:"],
    ["WEBSOCKET_TOKEN", "cookie:token"],
    ["WEBSOCKET_TOKEN", " header"],
  ])("cannot have %s=%s, and says what came", (name, value) => {
    const read = () => readEnvironment({ ...REQUIRED, [name]: value });
    expect(read).toThrow(`expected ${name} to be`);
    expect(read).toThrow(`got \`${value}\``);
  });
});

describe("metrics", () => {
  it("are those of the function, by the name that Lambda gives it", () => {
    const lambda = { METRICS_NAMESPACE: "Lychgate", AWS_LAMBDA_FUNCTION_NAME: "lychgate-dev-authorizer" };
    expect(readEnvironment({ ...REQUIRED, ...lambda }).metrics).toEqual({
      namespace: "Lychgate",
      serviceName: "lychgate-dev-authorizer",
    });
  });
});

describe("simple responses that API Gateway keeps", () => {
  const seconds = { SIMPLE_RESPONSES_TTL_SECONDS: "300" };
  it.each([["false"], [""], [undefined]])("are refused with SIMPLE_RESPONSES_OUTLIVE_TOKEN=%s", (value) => {
    const read = () => readEnvironment({ ...REQUIRED, ...seconds, SIMPLE_RESPONSES_OUTLIVE_TOKEN: value });
    expect(read).toThrow("expected SIMPLE_RESPONSES_TTL_SECONDS to be 0, or SIMPLE_RESPONSES_OUTLIVE_TOKEN");
  });

  it("are given where it is spelled out", () => {
    const { simpleResponses } = readEnvironment({
      ...REQUIRED,
      ...seconds,
      SIMPLE_RESPONSES_OUTLIVE_TOKEN: "true",
    });
    expect(simpleResponses).toEqual({ cachedSeconds: 300, outliveToken: true });
  });
});
