import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tokenEvent } from "@lychgate/authorizer/test/events";
import { type KeyServer, startKeyServer } from "@lychgate/authorizer/test/key-server";
import { createIssuer } from "@lychgate/authorizer/test/oidc-issuer";
import { itemOf, statementOf } from "@lychgate/authorizer/test/policies";
import {
  attributesOf,
  CREDENTIALS,
  type PolicyTableServer,
  startPolicyTable,
} from "@lychgate/authorizer/test/policy-table";
import { createUserPool } from "@lychgate/authorizer/test/user-pool";
import { bundleFunction } from "@lychgate/cli/function-bundle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFunction } from "./function-process.ts";

const pool = createUserPool();
const keycloak = createIssuer("https://login.example.com/realms/clinic", "EdDSA");
const folder = mkdtempSync(join(tmpdir(), "authorizer-"));
const bundle = join(folder, "index.mjs");

let table: PolicyTableServer;
let poolKeys: KeyServer;
let keycloakKeys: KeyServer;

beforeAll(async () => {
  await bundleFunction(fileURLToPath(new URL("../src/index.ts", import.meta.url)), bundle);
  table = await startPolicyTable();
  await table.put(attributesOf(itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"))));
  poolKeys = await startKeyServer(() => ({ status: 200, body: pool.keySet() }));
  keycloakKeys = await startKeyServer(() => ({ status: 200, body: keycloak.keySet() }));
});
afterAll(async () => {
  await Promise.all([table.close(), poolKeys.close(), keycloakKeys.close()]);
  rmSync(folder, { recursive: true });
});

const start = (variables: Record<string, string>) =>
  startFunction(bundle, {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    POLICY_TABLE_NAME: table.tableName,
    ...variables,
  });

const issuer = () => ({
  kind: "oidc",
  name: "keycloak",
  issuer: keycloak.issuer,
  audience: ["api://pets"],
  tokenType: null,
  algorithms: ["EdDSA"],
  groupClaim: ["realm_access", "roles"],
  loopbackJwksUri: keycloakKeys.uri,
});

describe("the bundle, with several issuers", () => {
  it("answers the callers of each", async () => {
    const { invoke, stop } = await start({
      USER_POOL_ID: pool.id,
      USER_POOL_CLIENT_IDS: pool.clientId,
      LOOPBACK_JWKS_URI: poolKeys.uri,
      ISSUERS: JSON.stringify([issuer()]),
    });
    const roles = { realm_access: { roles: ["pet-owner"] } };
    const answers = [
      await invoke(tokenEvent(`Bearer ${pool.token({ sub: "1", "cognito:groups": ["pet-owner"] })}`)),
      await invoke(tokenEvent(`Bearer ${keycloak.token({ sub: "1", ...roles })}`)),
      await invoke(tokenEvent(`Bearer ${keycloak.token({ iss: pool.issuer })}`)),
    ];
    await stop();
    expect(answers).toMatchObject([
      { result: { principalId: "1", context: { groups: "pet-owner" } } },
      { result: { principalId: "keycloak|1", context: { groups: "pet-owner" } } },
      { result: { principalId: "unknown", context: { reason: "TokenInvalid" } } },
    ]);
    expect([poolKeys.requests(), keycloakKeys.requests()]).toEqual([1, 1]);
  });

  it("needs no user pool", async () => {
    const { invoke, stop } = await start({ ISSUERS: JSON.stringify([issuer()]) });
    expect(await invoke(tokenEvent(`Bearer ${keycloak.token({ sub: "1" })}`))).toMatchObject({
      result: { principalId: "keycloak|1", context: { reason: "NoPolicy" } },
    });
    await stop();
  });

  it("does not start with an issuer whose audience was left out", async () => {
    const variables = { ISSUERS: JSON.stringify([{ ...issuer(), audience: undefined }]) };
    await expect(start(variables)).rejects.toThrow("expected `ISSUERS[0].audience` to be");
  });
});
