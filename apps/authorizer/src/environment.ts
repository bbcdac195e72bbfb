/** The function's environment variables: the one place where they are named, typed and read. */

import type { SimpleResponses, WebSocketTokenSource } from "@lychgate/authorizer";

/** Each variable, what it says and, where it may be left out, what is used instead. */
export const VARIABLES = {
  POLICY_TABLE_NAME: { meaning: "the DynamoDB table of the policies" },
  USER_POOL_ID: { meaning: "the Cognito user pool whose access tokens are accepted" },
  USER_POOL_CLIENT_IDS: { meaning: "the app clients whose tokens are accepted, separated by commas" },
  POLICY_TTL_SECONDS: {
    meaning: "how long a policy is used before it is looked up again, 0 to 3600",
    default: "60",
  },
  LOG_LEVEL: {
    meaning: "`info` logs every decision, `error` only what could not be decided",
    default: "info",
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

export interface Environment {
  tableName: string;
  userPoolId: string;
  clientIds: string[];
  policyTtlSeconds: number;
  logLevel: "info" | "error";
  simpleResponses: SimpleResponses | undefined;
  webSocketToken: WebSocketTokenSource;
  loopbackJwksUri: string | undefined;
}

/**
 * Reads the environment.
 * @throws Error naming the variable, what it says and what came
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: VariableName) => readVariable(variables, name);
  return {
    tableName: read("POLICY_TABLE_NAME"),
    userPoolId: read("USER_POOL_ID"),
    clientIds: nonEmptyList(read("USER_POOL_CLIENT_IDS")),
    policyTtlSeconds: ttl("POLICY_TTL_SECONDS", read("POLICY_TTL_SECONDS")),
    logLevel: logLevel(read("LOG_LEVEL")),
    simpleResponses: simpleResponses(
      read("SIMPLE_RESPONSES_TTL_SECONDS"),
      read("SIMPLE_RESPONSES_OUTLIVE_TOKEN"),
    ),
    webSocketToken: webSocketToken(read("WEBSOCKET_TOKEN")),
    loopbackJwksUri: loopbackUri(read("LOOPBACK_JWKS_URI")),
  };
}

function readVariable(variables: Readonly<Record<string, string | undefined>>, name: VariableName): string {
  const variable: { meaning: string; default?: string } = VARIABLES[name];
  // An empty text is what deployment tools set for a variable that has no value.
  const value = variables[name] || variable.default;
  if (value === undefined) throw new Error(`expected the variable ${name}: ${variable.meaning}`);
  return value;
}

function nonEmptyList(text: string): string[] {
  const items = text.split(",").map((item) => item.trim());
  if (items.every((item) => item !== "")) return items;
  throw new Error(`expected USER_POOL_CLIENT_IDS to be client ids, got \`${text}\``);
}

function ttl(name: VariableName, text: string): number {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= 3600) return seconds;
  throw new Error(`expected ${name} to be a number from 0 to 3600, got \`${text}\``);
}

function logLevel(text: string): "info" | "error" {
  if (text === "info" || text === "error") return text;
  throw new Error(`expected LOG_LEVEL to be \`info\` or \`error\`, got \`${text}\``);
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

/** Whoever answers this address decides whose tokens are good, so it cannot be anywhere but here. */
function loopbackUri(text: string): string | undefined {
  if (text === "") return undefined;
  const url = URL.parse(text);
  if (url?.protocol === "http:" && url.hostname === "127.0.0.1") return text;
  throw new Error("expected LOOPBACK_JWKS_URI to begin with http://127.0.0.1");
}
