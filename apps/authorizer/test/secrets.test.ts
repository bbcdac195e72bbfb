/** What the function writes, of whatever it is called with and whatever fails, holds no token, header or claim. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  connectEvent,
  httpEvent1,
  httpEvent2,
  requestEvent,
  tokenEvent,
} from "@lychgate/authorizer/test/events";
import { type KeyAnswer, type KeyServer, startKeyServer } from "@lychgate/authorizer/test/key-server";
import { close, listen } from "@lychgate/authorizer/test/loopback";
import { itemOf, itemOfText, statementOf } from "@lychgate/authorizer/test/policies";
import {
  attributesOf,
  CREDENTIALS,
  type PolicyTableServer,
  startPolicyTable,
} from "@lychgate/authorizer/test/policy-table";
import { checkForSecrets, SECRET_MARK } from "@lychgate/authorizer/test/secrets";
import { createUserPool } from "@lychgate/authorizer/test/user-pool";
import { bundleFunction } from "@lychgate/cli/function-bundle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFunction } from "./function-process.ts";

const ID = "JKJaXmPLvHcESHA=";
const OWNER = {
  ...itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets")),
  usageTier: "gold",
};
const UNMETERED = { ...itemOf("unmetered", statementOf("All", "Allow", "*")), usageTier: "lead" };
const BROKEN = itemOfText("broken", "{}");
const pool = createUserPool();
const foreign = createUserPool("eu-west-1_Other");

const folder = mkdtempSync(join(tmpdir(), "authorizer-"));
const bundle = join(folder, "index.mjs");
let table: PolicyTableServer;
let keys: KeyServer;
let answer: () => KeyAnswer;

/** A table that says in its error all that it was asked with, as AWS says how a signature should have come about. */
const echo = createServer((request, response) => {
  request.setEncoding("utf8").on("data", (body) => {
    const message = JSON.stringify([request.headers, body, SECRET_MARK]);
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: "InvalidSignatureException", message }));
  });
});
let echoing: string;

beforeAll(async () => {
  await bundleFunction(fileURLToPath(new URL("../src/index.ts", import.meta.url)), bundle);
  table = await startPolicyTable();
  for (const item of [OWNER, UNMETERED, BROKEN]) await table.put(attributesOf(item));
  keys = await startKeyServer(() => answer());
  echoing = await listen(echo);
});
afterAll(async () => {
  await Promise.all([table.close(), keys.close(), close(echo)]);
  rmSync(folder, { recursive: true });
});

const secret = (name: string) => `${SECRET_MARK}-${name}`;

/** Secrets in every claim but those that are logged: who it is, and the groups. */
const CLAIMS = {
  username: secret("username"),
  email: secret("email"),
  jti: secret("jti"),
  origin_jti: secret("origin"),
  scope: secret("scope"),
  device_key: secret("device"),
  "custom:tenant": secret("tenant"),
  nested: { name: secret("nested") },
};

const tokens = [
  pool.token({ ...CLAIMS, "cognito:groups": ["pet-owner"] }),
  pool.token({ ...CLAIMS, "cognito:groups": ["pet-owner", "broken"] }),
  pool.token({ ...CLAIMS, "cognito:groups": ["unmetered"] }),
  pool.token({ ...CLAIMS, "cognito:groups": [] }),
  pool.token({ ...CLAIMS, "cognito:groups": secret("groups") }),
  pool.token({ ...CLAIMS, exp: 1 }),
  pool.token({ ...CLAIMS, token_use: "id" }),
  pool.token({ ...CLAIMS, client_id: secret("client") }),
  pool.token({ ...CLAIMS, iss: secret("issuer") }),
  pool.token(CLAIMS, { kid: secret("kid") }),
  pool.token(CLAIMS, { alg: secret("alg") }),
  foreign.token(CLAIMS),
  `${pool.token(CLAIMS).slice(0, -4)}AAAA`,
  secret("opaque"),
  `${secret("odd")}\n`,
];

/** Events of every kind with a token, and secrets wherever a client can put some. */
function eventsWith(token: string): object[] {
  const authorization = `Bearer ${token}`;
  const headers = {
    authorization,
    Cookie: secret("cookie"),
    "User-Agent": secret("agent"),
    Referer: `https://example.com/${secret("referer")}`,
    "X-Api-Key": secret("key"),
  };
  const path = `/petstore/v1/pets/${secret("path")}`;
  const query = { queryStringParameters: { code: secret("query") } };
  const context = { extendedRequestId: ID, requestId: secret("id"), stage: secret("stage") };
  const rest = { ...requestEvent(headers), ...query, requestContext: context };
  return [
    tokenEvent(authorization),
    tokenEvent(authorization, secret("arn")),
    rest,
    { ...rest, path },
    { ...requestEvent(headers, { Authorization: [authorization, authorization] }), ...query },
    { ...rest, version: secret("version") },
    { ...rest, type: secret("type") },
    { ...httpEvent1({ authorization, path }), headers },
    { ...httpEvent2({ authorization, path }), headers, cookies: [secret("cookie")] },
    httpEvent2({ authorization, identitySource: [secret("source")] }),
    httpEvent2({ authorization, sourceIp: secret("address") }),
    connectEvent(headers, { token: secret("query") }),
    { ...connectEvent(headers), methodArn: `${secret("arn")}/$connect` },
    { [secret("property")]: token },
  ];
}

const variables = (more: Record<string, string>) => ({
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: secret("credentials"),
  AWS_SESSION_TOKEN: secret("session"),
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  POLICY_TABLE_NAME: table.tableName,
  USER_POOL_ID: pool.id,
  USER_POOL_CLIENT_IDS: pool.clientId,
  LOOPBACK_JWKS_URI: keys.uri,
  METRICS_NAMESPACE: "Lychgate",
  USAGE_TIER_KEYS: JSON.stringify({ gold: secret("key-of-a-usage-tier") }),
  DENY_LIST: "on",
  STALE_POLICY_SECONDS: "60",
  ...more,
});

const published = () => ({ status: 200, body: pool.keySet() });

describe("what the function writes", () => {
  it.each<[string, string[], () => Record<string, string>, () => KeyAnswer]>([
    [
      "of every kind of event",
      [
        "Authorized",
        "NoPolicy",
        "TokenInvalid",
        "TokenExpired",
        "PolicyMalformed",
        "UsageTierUnknown",
        "InvalidEvent",
      ],
      () => ({}),
      published,
    ],
    [
      "of simple responses",
      ["Authorized", "TokenInvalid", "TokenExpired", "InvalidEvent"],
      () => ({ SIMPLE_RESPONSES_TTL_SECONDS: "0" }),
      published,
    ],
    [
      "of a table that cannot be read",
      ["PoliciesUnavailable"],
      () => ({ AWS_ENDPOINT_URL_DYNAMODB: echoing }),
      published,
    ],
    [
      "of keys that cannot be read",
      ["KeysUnavailable"],
      () => ({}),
      () => ({ status: 503, body: secret("keys") }),
    ],
    ["of keys that are none", ["KeysUnavailable"], () => ({}), () => ({ status: 200, body: secret("keys") })],
  ])("%s holds no token, header or claim", async (_, reasons, more, says) => {
    answer = says;
    const { invoke, stop } = await startFunction(bundle, variables(more()));
    for (const token of tokens) for (const event of eventsWith(token)) await invoke(event);
    await invoke(tokenEvent(undefined));
    const printed = await stop();
    checkForSecrets(printed);
    const logged = printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).reason);
    expect(new Set(logged)).toEqual(new Set([...logged, ...reasons, "TokenMissing", undefined]));
    expect(logged).toHaveLength(2 * (tokens.length * eventsWith("").length + 1));
  });

  it.each(["METRICS_NAMESPACE", "EXPLAIN_DECISIONS", "LOG_LEVEL", "USAGE_TIER_KEYS"])(
    "when it does not start for %s holds nothing of its other variables",
    async (name) => {
      const started = startFunction(bundle, variables({ [name]: "not this" }));
      const error: unknown = await started.catch((caught: unknown) => caught);
      expect(String(error)).toContain(`expected ${name}`);
      checkForSecrets(String(error));
    },
  );
});

describe("the metrics", () => {
  it("stand in the log in CloudWatch's embedded format, by the function's name alone", async () => {
    answer = published;
    const { invoke, stop } = await startFunction(
      bundle,
      variables({ AWS_LAMBDA_FUNCTION_NAME: "lychgate-dev-authorizer", LOG_LEVEL: "error" }),
    );
    const event = tokenEvent(`Bearer ${tokens[0]}`);
    await invoke(event);
    await invoke(event);
    await invoke({});
    const lines = (await stop())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: "Lychgate",
              Dimensions: [["service"]],
              Metrics: [
                { Name: "Authorized", Unit: "Count" },
                { Name: "ColdStarts", Unit: "Count" },
                { Name: "TokensVerified", Unit: "Count" },
                { Name: "PolicyLookUps", Unit: "Count" },
                { Name: "PolicyLookUpTime", Unit: "Milliseconds" },
              ],
            },
          ],
        },
        service: "lychgate-dev-authorizer",
        Authorized: 1,
        ColdStarts: 1,
        TokensVerified: 1,
        PolicyLookUps: 1,
        PolicyLookUpTime: expect.any(Number),
      },
      { Authorized: 1, TokensRemembered: 1, PoliciesRemembered: 1 },
      { reason: "InvalidEvent" },
      { InvalidEvent: 1, Faults: 1 },
    ]);
    expect(Object.keys(lines[1]).sort()).toEqual(
      ["Authorized", "PoliciesRemembered", "TokensRemembered", "_aws", "service"].sort(),
    );
  });
});
