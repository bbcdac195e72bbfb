/** The bundle with a deny list, usage tiers and stale policies. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tokenEvent } from "@lychgate/authorizer/test/events";
import { startKeyServer } from "@lychgate/authorizer/test/key-server";
import { itemOf, statementOf } from "@lychgate/authorizer/test/policies";
import {
  attributesOf,
  CREDENTIALS,
  type PolicyTableServer,
  startPolicyTable,
} from "@lychgate/authorizer/test/policy-table";
import { createUserPool } from "@lychgate/authorizer/test/user-pool";
import { bundleFunction } from "@lychgate/cli/function-bundle";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type FunctionProcess, startFunction } from "./function-process.ts";

const OWNER = {
  ...itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets")),
  usageTier: "gold",
};
const KEY = "goldKey0123456789abcd";
const pool = createUserPool();
const folder = mkdtempSync(join(tmpdir(), "authorizer-"));
const bundle = join(folder, "index.mjs");

let table: PolicyTableServer;
let running: FunctionProcess | undefined;
let closeKeys: () => Promise<void>;
let keysUri: string;

beforeAll(async () => {
  await bundleFunction(fileURLToPath(new URL("../src/index.ts", import.meta.url)), bundle);
  const keys = await startKeyServer(() => ({ status: 200, body: pool.keySet() }));
  closeKeys = keys.close;
  keysUri = keys.uri;
});
beforeEach(async () => {
  table = await startPolicyTable();
  await table.put(attributesOf(OWNER));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(async () => {
  await closeKeys();
  rmSync(folder, { recursive: true });
});

async function start(variables: Record<string, string>): Promise<FunctionProcess> {
  running = await startFunction(bundle, {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    POLICY_TABLE_NAME: table.tableName,
    USER_POOL_ID: pool.id,
    USER_POOL_CLIENT_IDS: pool.clientId,
    LOOPBACK_JWKS_URI: keysUri,
    POLICY_TTL_SECONDS: "0",
    ...variables,
  });
  return running;
}

const event = (sub: string) => tokenEvent(`Bearer ${pool.token({ sub, "cognito:groups": ["pet-owner"] })}`);

it("denies whom the deny list names, once it does", async () => {
  const { invoke } = await start({ DENY_LIST: "on" });
  expect(await invoke(event("ana"))).toMatchObject({ result: { context: { groups: "pet-owner" } } });
  await table.put({ group: { S: "$lychgate/deny/sub/ana" } });
  expect(await invoke(event("ana"))).toMatchObject({ result: { context: { reason: "Revoked" } } });
  expect(await invoke(event("ben"))).toMatchObject({ result: { context: { groups: "pet-owner" } } });
  await table.close();
});

it("names the API key of the caller's tier to API Gateway, and to nobody else", async () => {
  const { invoke, stop } = await start({ USAGE_TIER_KEYS: JSON.stringify({ gold: KEY }) });
  expect(await invoke(event("ana"))).toMatchObject({ result: { usageIdentifierKey: KEY } });
  expect(await stop()).not.toContain(KEY);
  const without = await start({ USAGE_TIER_KEYS: JSON.stringify({ silver: KEY }) });
  expect(await without.invoke(event("ana"))).toHaveProperty("error");
  const printed = await without.stop();
  expect(JSON.parse(printed)).toMatchObject({ reason: "UsageTierUnknown" });
  expect(printed).not.toContain(KEY);
  await table.close();
});

it("uses a stale policy while the table does not answer, says so, and faults without one", async () => {
  const { invoke, stop } = await start({ STALE_POLICY_SECONDS: "60", DENY_LIST: "on", LOG_LEVEL: "error" });
  await invoke(event("ana"));
  await table.close();
  expect(await invoke(event("ana"))).toMatchObject({
    result: { context: { groups: "pet-owner", policyStale: "true" } },
  });
  expect(await invoke(event("ben"))).toHaveProperty("error");
  const [stale, fault] = (await stop())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(stale).toMatchObject({
    reason: "Authorized",
    stale: true,
    message: expect.stringContaining("table"),
  });
  expect(fault).toMatchObject({ reason: "PoliciesUnavailable" });
});
