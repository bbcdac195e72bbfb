import { describe, expect, it } from "vitest";
import { readEnvironment, VARIABLES } from "./environment.ts";

const REQUIRED = {
  POLICY_TABLE_NAME: "auth-policy-store",
  USER_POOL_ID: "eu-west-1_Lychgate",
  USER_POOL_CLIENT_IDS: "1example23456789",
};

const DEFAULTS = {
  tableName: "auth-policy-store",
  userPoolId: "eu-west-1_Lychgate",
  clientIds: ["1example23456789"],
  policyTtlSeconds: 60,
  logLevel: "info",
  simpleResponses: undefined,
  webSocketToken: "header",
  loopbackJwksUri: undefined,
};

describe("the environment", () => {
  it("needs three variables", () => {
    expect(readEnvironment(REQUIRED)).toEqual(DEFAULTS);
  });

  it("is the defaults where optional variables are empty", () => {
    const optional = Object.entries(VARIABLES).filter(([, variable]) => "default" in variable);
    const empty = Object.fromEntries(optional.map(([name]) => [name, ""]));
    expect(readEnvironment({ ...REQUIRED, ...empty })).toEqual(DEFAULTS);
  });

  it.each<[string, string, object]>([
    ["USER_POOL_CLIENT_IDS", "a, b,c", { clientIds: ["a", "b", "c"] }],
    ["POLICY_TTL_SECONDS", "0", { policyTtlSeconds: 0 }],
    ["POLICY_TTL_SECONDS", "3600", { policyTtlSeconds: 3600 }],
    ["LOG_LEVEL", "error", { logLevel: "error" }],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "0", { simpleResponses: { cachedSeconds: 0 } }],
    ["SIMPLE_RESPONSES_OUTLIVE_TOKEN", "true", {}],
    ["WEBSOCKET_TOKEN", "header", { webSocketToken: "header" }],
    ["WEBSOCKET_TOKEN", "query:access_token", { webSocketToken: { queryParameter: "access_token" } }],
    [
      "WEBSOCKET_TOKEN",
      "subprotocol:lychgate.bearer",
      { webSocketToken: { subprotocol: "lychgate.bearer" } },
    ],
    [
      "LOOPBACK_JWKS_URI",
      "http://127.0.0.1:9229/jwks.json",
      { loopbackJwksUri: "http://127.0.0.1:9229/jwks.json" },
    ],
    ["LOOPBACK_JWKS_URI", "http://127.0.0.1", { loopbackJwksUri: "http://127.0.0.1" }],
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
    ["LOG_LEVEL", "debug"],
    ["LOG_LEVEL", "INFO"],
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

describe("the address of the keys", () => {
  it.each([
    "https://127.0.0.1/jwks.json",
    "http://127.0.0.1.example.com/jwks.json",
    "http://127.0.0.1@example.com/jwks.json",
    "http://127.0.0.1:80@example.com/jwks.json",
    "http://example.com/127.0.0.1",
    "http://example.com#127.0.0.1",
    "http://example.com\\@127.0.0.1",
    "http://localhost/jwks.json",
    "http://127.0.0.2/jwks.json",
    "http://0.0.0.0/jwks.json",
    "http://[::1]/jwks.json",
    "http://169.254.169.254/jwks.json",
    "http://cognito-idp.eu-west-1.amazonaws.com/jwks.json",
    "file:///127.0.0.1/jwks.json",
    "data:application/json,{}",
    "127.0.0.1/jwks.json",
    "//127.0.0.1/jwks.json",
    "127.0.0.1",
    "http://",
    " ",
  ])("cannot be `%s`", (value) => {
    const read = () => readEnvironment({ ...REQUIRED, LOOPBACK_JWKS_URI: value });
    expect(read).toThrow("expected LOOPBACK_JWKS_URI to begin with http://127.0.0.1");
  });
});
