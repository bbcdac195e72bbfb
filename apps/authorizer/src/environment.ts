/** The function's environment variables: the one place where they are named, typed and read. */

import type { SimpleResponses, UsageTierKeys, WebSocketTokenSource } from "@lychgate/authorizer";
import { type Issuers, issuersIn } from "./issuers.ts";
import { usageTierKeys } from "./usage-tier-keys.ts";

/** Each variable, what it says and, where it may be left out, what is used instead. */
export const VARIABLES = {
  POLICY_TABLE_NAME: { meaning: "the DynamoDB table of the policies" },
  USER_POOL_ID: {
    meaning: "the Cognito user pool whose access tokens are accepted; required without `ISSUERS`",
    default: "",
  },
  USER_POOL_CLIENT_IDS: {
    meaning: "the app clients of that pool whose tokens are accepted, separated by commas",
    default: "",
  },
  ISSUERS: {
    meaning: "more issuers whose tokens are accepted, a list in JSON: see [issuers](../../docs/issuers.md)",
    default: "",
  },
  POLICY_TTL_SECONDS: {
    meaning: "how long a policy is used before it is looked up again, 0 to 3600",
    default: "60",
  },
  STALE_POLICY_SECONDS: {
    meaning:
      "for how much longer a policy is used while the table is throttled or does not answer, 0 to 3600; 0 is off",
    default: "0",
  },
  DENY_LIST: {
    meaning: "`on` denies whom the policy table's deny list names: see `lychgate revoke`",
    default: "off",
  },
  USAGE_TIER_KEYS: {
    meaning:
      "a JSON object of the API keys of usage tiers, the highest tier first, for an API whose key source is the authorizer",
    default: "",
  },
  LOG_LEVEL: {
    meaning: "`info` logs every decision, `error` only what could not be decided, or by stale policies alone",
    default: "info",
  },
  EXPLAIN_DECISIONS: {
    meaning: "`on` says what the policy decides for the method that was called, in the log and the context",
    default: "on",
  },
  METRICS_NAMESPACE: {
    meaning: "the namespace of CloudWatch metrics about decisions; none are written where it is not set",
    default: "",
  },
  SIMPLE_RESPONSES_TTL_SECONDS: {
    meaning:
      "answers HTTP APIs of format 2.0 with `isAuthorized`, which API Gateway keeps for so many seconds, 0 to 3600",
    default: "",
  },
  SIMPLE_RESPONSES_OUTLIVE_TOKEN: {
    meaning: "`true` accepts that simple responses which are kept outlive the token; else only 0 seconds are",
    default: "false",
  },
  WEBSOCKET_TOKEN: {
    meaning:
      "where the token of a WebSocket is read: `header`, `query:NAME` (it will stand in logs) or `subprotocol:NAME`",
    default: "header",
  },
  LOOPBACK_JWKS_URI: {
    meaning:
      "where to read the pool's keys instead of from Cognito; only an address of this machine is accepted",
    default: "",
  },
} as const satisfies Record<string, { meaning: string; default?: string }>;

type VariableName = keyof typeof VARIABLES;

export interface Environment extends Issuers {
  tableName: string;
  policyTtlSeconds: number;
  stalePolicySeconds: number;
  denyList: boolean;
  usageTierKeys: UsageTierKeys | undefined;
  logLevel: "info" | "error";
  explainDecisions: boolean;
  metrics: { namespace: string; serviceName: string } | undefined;
  simpleResponses: SimpleResponses | undefined;
  webSocketToken: WebSocketTokenSource;
}

/**
 * Reads the environment.
 * @throws Error naming the variable, what it says and what came
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: VariableName) => readVariable(variables, name);
  return {
    tableName: read("POLICY_TABLE_NAME"),
    ...issuersIn({
      userPoolId: read("USER_POOL_ID"),
      clientIds: read("USER_POOL_CLIENT_IDS"),
      loopbackJwksUri: read("LOOPBACK_JWKS_URI"),
      issuers: read("ISSUERS"),
    }),
    policyTtlSeconds: ttl("POLICY_TTL_SECONDS", read("POLICY_TTL_SECONDS")),
    stalePolicySeconds: ttl("STALE_POLICY_SECONDS", read("STALE_POLICY_SECONDS")),
    denyList: isOn("DENY_LIST", read("DENY_LIST")),
    usageTierKeys: usageTierKeys(read("USAGE_TIER_KEYS")),
    logLevel: logLevel(read("LOG_LEVEL")),
    explainDecisions: isOn("EXPLAIN_DECISIONS", read("EXPLAIN_DECISIONS")),
    metrics: metrics(read("METRICS_NAMESPACE"), variables.AWS_LAMBDA_FUNCTION_NAME),
    simpleResponses: simpleResponses(
      read("SIMPLE_RESPONSES_TTL_SECONDS"),
      read("SIMPLE_RESPONSES_OUTLIVE_TOKEN"),
    ),
    webSocketToken: webSocketToken(read("WEBSOCKET_TOKEN")),
  };
}

function readVariable(variables: Readonly<Record<string, string | undefined>>, name: VariableName): string {
  const variable: { meaning: string; default?: string } = VARIABLES[name];
  // An empty text is what deployment tools set for a variable that has no value.
  const value = variables[name] || variable.default;
  if (value === undefined) throw new Error(`expected the variable ${name}: ${variable.meaning}`);
  return value;
}

function ttl(name: VariableName, text: string): number {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= 3600) return seconds;
  throw new Error(`expected ${name} to be a number from 0 to 3600, got \`${text}\``);
}

function isOn(name: VariableName, text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Error(`expected ${name} to be \`on\` or \`off\`, got \`${text}\``);
}

function logLevel(text: string): "info" | "error" {
  if (text === "info" || text === "error") return text;
  throw new Error(`expected LOG_LEVEL to be \`info\` or \`error\`, got \`${text}\``);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
function metrics(namespace: string, functionName = "authorizer"): Environment["metrics"] {
  if (namespace === "") return undefined;
  if (/^(?!AWS\/)[A-Za-z0-9._/#:-]{1,255}$/.test(namespace)) return { namespace, serviceName: functionName };
  throw new Error(`expected METRICS_NAMESPACE to be a namespace of one's own, got \`${namespace}\``);
}

/** Without an expiry of its own, a simple response that is kept has to be asked for twice. */
function simpleResponses(seconds: string, outliveToken: string): SimpleResponses | undefined {
  if (outliveToken !== "true" && outliveToken !== "false")
    throw new Error(
      `expected SIMPLE_RESPONSES_OUTLIVE_TOKEN to be \`true\` or \`false\`, got \`${outliveToken}\``,
    );
  if (seconds === "") return undefined;
  const cachedSeconds = ttl("SIMPLE_RESPONSES_TTL_SECONDS", seconds);
  if (cachedSeconds === 0) return { cachedSeconds };
  if (outliveToken === "true") return { cachedSeconds, outliveToken: true };
  throw new Error(
    `expected SIMPLE_RESPONSES_TTL_SECONDS to be 0, or SIMPLE_RESPONSES_OUTLIVE_TOKEN, got \`${seconds}\``,
  );
}

/** A name is one of RFC 9110's tokens, as the name of a subprotocol has to be. */
function webSocketToken(text: string): WebSocketTokenSource {
  if (text === "header") return text;
  const [, place, name] = /^(query|subprotocol):([A-Za-z0-9!#$%&'*+.^_`|~-]+)$/.exec(text) ?? [];
  if (place === "query" && name !== undefined) return { queryParameter: name };
  if (place === "subprotocol" && name !== undefined) return { subprotocol: name };
  throw new Error(
    `expected WEBSOCKET_TOKEN to be \`header\`, \`query:NAME\` or \`subprotocol:NAME\`, got \`${text}\``,
  );
}
