import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  connectEvent,
  httpEvent1,
  httpEvent2,
  PETS,
  requestEvent,
  tokenEvent,
} from "@lychgate/authorizer/test/events";
import { type KeyAnswer, type KeyServer, startKeyServer } from "@lychgate/authorizer/test/key-server";
import { itemOf, statementOf } from "@lychgate/authorizer/test/policies";
import {
  attributesOf,
  CREDENTIALS,
  type PolicyTableServer,
  startPolicyTable,
} from "@lychgate/authorizer/test/policy-table";
import { createUserPool, epochSeconds } from "@lychgate/authorizer/test/user-pool";
import { bundleFunction, type FunctionBundle } from "@lychgate/cli/function-bundle";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FunctionProcess, startFunction } from "./function-process.ts";

/**
 * What the bundle may weigh: each KB is read and parsed at every cold start. Of 444 KB, AWS's SDK is 317, our own
 * packages 95 and aws-jwt-verify 16; of 617 modules, 494 are the SDK's.
 */
const BUDGET_KB = 460;
const BUDGET_MODULES = 640;

const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const EMAIL = "ana.private@clinic.example";
const pool = createUserPool();

const folder = mkdtempSync(join(tmpdir(), "authorizer-"));
const bundle = join(folder, "index.mjs");
let weight: FunctionBundle;
let table: PolicyTableServer;
let keys: KeyServer;
let answer: () => KeyAnswer;
const published = () => ({ status: 200, body: pool.keySet() });
const running: FunctionProcess[] = [];

beforeAll(async () => {
  weight = await bundleFunction(fileURLToPath(new URL("../src/index.ts", import.meta.url)), bundle);
  table = await startPolicyTable();
  await table.put(attributesOf(OWNER));
  keys = await startKeyServer(() => answer());
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});
afterAll(async () => {
  await Promise.all([table.close(), keys.close()]);
  rmSync(folder, { recursive: true });
});

async function start(variables: Record<string, string> = {}): Promise<FunctionProcess> {
  answer = published;
  const started = await startFunction(bundle, {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    POLICY_TABLE_NAME: table.tableName,
    USER_POOL_ID: pool.id,
    USER_POOL_CLIENT_IDS: pool.clientId,
    LOOPBACK_JWKS_URI: keys.uri,
    ...variables,
  });
  running.push(started);
  return started;
}

const tokenFor = (groups: string[], claims = {}) =>
  pool.token({ email: EMAIL, username: "ana-private", "cognito:groups": groups, ...claims });
const bearer = (token: string) => tokenEvent(`Bearer ${token}`);

const FAULT = { error: { name: "Error", message: "the authorizer could not decide", hasCause: false } };
const UNAUTHORIZED = { error: { name: "Error", message: "Unauthorized", hasCause: false } };

describe("the bundle", () => {
  it(`weighs less than ${BUDGET_KB} KB`, () => {
    expect(weight.bytes).toBeGreaterThan(0);
    expect(weight.bytes).toBeLessThan(BUDGET_KB * 1024);
  });

  it(`is made of fewer than ${BUDGET_MODULES} modules`, () => {
    expect(weight.modules).toBeGreaterThan(0);
    expect(weight.modules).toBeLessThan(BUDGET_MODULES);
  });

  it("answers a TOKEN and a REQUEST event with the policy of the caller's groups", async () => {
    const { invoke } = await start();
    const token = tokenFor(["pet-owner"]);
    const outcome = await invoke(bearer(token));
    expect(outcome).toMatchObject({
      result: {
        policyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Sid: "Pets", Effect: "Allow", Resource: [PETS] },
            { Sid: "TokenExpired", Effect: "Deny" },
          ],
        },
        context: { username: "ana-private", groups: "pet-owner", policyRevision: OWNER.revision },
      },
    });
    expect(await invoke(requestEvent({ authorization: `Bearer ${token}` }))).toEqual(outcome);
  });

  it("answers an HTTP API and a WebSocket API as the environment says", async () => {
    const { invoke } = await start({ SIMPLE_RESPONSES_TTL_SECONDS: "0", WEBSOCKET_TOKEN: "query:token" });
    const token = tokenFor(["pet-owner"]);
    const http = { authorization: `Bearer ${token}` };
    expect(await invoke(httpEvent2(http))).toMatchObject({ result: { isAuthorized: true } });
    expect(await invoke(httpEvent2({ ...http, path: "/" }))).toMatchObject({
      result: { isAuthorized: false },
    });
    for (const event of [httpEvent1(http), connectEvent({}, { token })])
      expect(await invoke(event)).toMatchObject({ result: { policyDocument: { Version: "2012-10-17" } } });
    expect(await invoke(connectEvent(http))).toEqual(UNAUTHORIZED);
  });

  it("denies a token from elsewhere and a caller without a policy", async () => {
    const { invoke } = await start();
    const denied = (reason: string) => ({
      result: { policyDocument: { Statement: [{ Effect: "Deny" }] }, context: { reason } },
    });
    const foreign = createUserPool("eu-west-1_Other");
    expect(await invoke(bearer(foreign.token()))).toMatchObject(denied("TokenInvalid"));
    expect(await invoke(bearer(tokenFor(["without-policy"])))).toMatchObject(denied("NoPolicy"));
  });

  it("throws exactly `Unauthorized` for an expired or a missing token", async () => {
    const { invoke } = await start();
    expect(await invoke(bearer(tokenFor(["pet-owner"], { exp: epochSeconds() - 1 })))).toEqual(UNAUTHORIZED);
    expect(await invoke(requestEvent({}))).toEqual(UNAUTHORIZED);
  });

  it("logs one line of JSON a decision, without a token or a private claim", async () => {
    const { invoke, stop } = await start();
    const token = tokenFor(["pet-owner"]);
    const expired = tokenFor(["pet-owner"], { exp: 1 });
    for (const event of [bearer(token), bearer(expired), bearer("a.b.c"), { private: token }])
      await invoke(event);
    const printed = await stop();
    const reasons = printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).reason);
    expect(reasons).toEqual(["Authorized", "TokenExpired", "TokenInvalid", "InvalidEvent"]);
    for (const secret of [...token.split("."), ...expired.split("."), EMAIL, "private"]) {
      expect(printed).not.toContain(secret);
    }
  });

  it("logs with LOG_LEVEL=error what could not be decided, and nothing else", async () => {
    const { invoke, stop } = await start({ LOG_LEVEL: "error" });
    for (const event of [bearer(tokenFor(["pet-owner"])), bearer("a.b.c"), requestEvent({}), {}])
      await invoke(event);
    expect(JSON.parse(await stop())).toMatchObject({ reason: "InvalidEvent" });
  });
});

describe("a fault", () => {
  const token = tokenFor(["pet-owner"]);
  const closedEndpoint = async () => {
    const closed = await startPolicyTable();
    await closed.close();
    return closed.endpoint;
  };

  it.each<[string, string, () => Promise<Record<string, string>>]>([
    ["a table that is missing", "PoliciesUnavailable", async () => ({ POLICY_TABLE_NAME: "missing" })],
    [
      "a closed endpoint",
      "PoliciesUnavailable",
      async () => ({ AWS_ENDPOINT_URL_DYNAMODB: await closedEndpoint() }),
    ],
    [
      "missing credentials",
      "PoliciesUnavailable",
      async () => ({ AWS_ACCESS_KEY_ID: "", AWS_EC2_METADATA_DISABLED: "true" }),
    ],
  ])("such as %s is thrown with another message, and logged", async (_, reason, variables) => {
    const { invoke, stop } = await start(await variables());
    expect(await invoke(bearer(token))).toEqual(FAULT);
    expect(JSON.parse(await stop())).toMatchObject({ reason });
  });

  it("such as keys that cannot be read is thrown, and is over once they can", async () => {
    const { invoke } = await start();
    answer = () => ({ status: 500, body: pool.keySet() });
    expect(await invoke(bearer(token))).toEqual(FAULT);
    answer = published;
    expect(await invoke(bearer(token))).toHaveProperty("result");
  });

  it("such as keys that are said to be elsewhere is thrown; nobody asks there", async () => {
    const elsewhere = await startKeyServer(published);
    const { invoke } = await start();
    answer = () => ({ status: 302, body: "", location: elsewhere.uri });
    expect(await invoke(bearer(token))).toEqual(FAULT);
    expect(elsewhere.requests()).toBe(0);
    await elsewhere.close();
  });
});

describe("an endpoint that never answers", () => {
  it("is a fault, for the function waits for keys and policies no longer than a few seconds", async () => {
    const silent = await startKeyServer(() => undefined);
    const functions = await Promise.all([
      start({ LOOPBACK_JWKS_URI: silent.uri }),
      start({ AWS_ENDPOINT_URL_DYNAMODB: new URL(silent.uri).origin }),
    ]);
    const outcomes = await Promise.all(
      functions.map(({ invoke }) => invoke(bearer(tokenFor(["pet-owner"])))),
    );
    expect(outcomes).toEqual([FAULT, FAULT]);
    await silent.close();
  });
});

describe("an environment that cannot be read", () => {
  it.each([
    ["POLICY_TABLE_NAME", "", "expected the variable POLICY_TABLE_NAME"],
    ["USER_POOL_ID", "pool", "expected `issuers[0].userPoolId` to be the id of a user pool"],
    ["LOOPBACK_JWKS_URI", "http://127.0.0.1@example.com/", "expected LOOPBACK_JWKS_URI"],
    ["SIMPLE_RESPONSES_TTL_SECONDS", "300", "expected SIMPLE_RESPONSES_TTL_SECONDS to be 0"],
  ])("keeps the function from starting: %s=%s", async (name, value, message) => {
    await expect(start({ [name]: value })).rejects.toThrow(message);
  });
});
