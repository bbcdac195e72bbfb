/** What the authorizer's function needs around it: a table in another process, keys, and its environment. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startKeyServer } from "@lychgate/authorizer/test/key-server";
import { itemOf, statementOf } from "@lychgate/authorizer/test/policies";
import { CREDENTIALS } from "@lychgate/authorizer/test/policy-table";
import { createUserPool, type UserPool } from "@lychgate/authorizer/test/user-pool";
import { bundleFunction } from "@lychgate/cli/function-bundle";
import { createDynamoPolicyStore } from "@lychgate/policy-store";
import { GROUPS } from "./authorizer-callers.ts";
import { startServer } from "./server-process.ts";

export type Handler = (event: unknown) => Promise<unknown>;

export interface World {
  pool: UserPool;
  jwksUri: string;
  client: DynamoDBClient;
  tableName: string;
  /** Loads the deployed function's bundle anew, with these variables beside those that it needs. */
  load(variables?: Readonly<Record<string, string>>): Promise<Handler>;
  close(): Promise<void>;
}

/** Groups that have policies beside those of the callers. */
export const MANY_GROUPS = Array.from({ length: 100 }, (_, index) => `group-${index}`);

const TABLE_NAME = "policies";

export async function startWorld(): Promise<World> {
  const pool = createUserPool();
  const keys = await startKeyServer(() => ({ status: 200, body: pool.keySet() }));
  const table = await startServer("./dynalite-process.ts");
  const endpoint = `http://127.0.0.1:${table.port}`;
  const client = new DynamoDBClient({ endpoint, region: "eu-west-1", credentials: CREDENTIALS });
  await seed(client);
  const folder = mkdtempSync(join(tmpdir(), "authorizer-bench-"));
  const file = join(folder, "index.mjs");
  await bundleFunction(fileURLToPath(new URL("../../apps/authorizer/src/index.ts", import.meta.url)), file);
  // As the deployment sets them.
  const deployed = {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: "lychgate-dev-authorizer",
    POLICY_TABLE_NAME: TABLE_NAME,
    USER_POOL_ID: pool.id,
    USER_POOL_CLIENT_IDS: pool.clientId,
    LOOPBACK_JWKS_URI: keys.uri,
    METRICS_NAMESPACE: "Lychgate",
  };
  let loaded = 0;
  return {
    pool,
    jwksUri: keys.uri,
    client,
    tableName: TABLE_NAME,
    async load(variables = {}) {
      Object.assign(process.env, deployed, { POLICY_TTL_SECONDS: "60" }, variables);
      const { handler } = await import(`${pathToFileURL(file).href}?${loaded++}`);
      return handler;
    },
    async close() {
      client.destroy();
      table.close();
      await keys.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function seed(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: TABLE_NAME,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
    }),
  );
  const store = createDynamoPolicyStore({ client, tableName: TABLE_NAME });
  for (const group of [...GROUPS, ...MANY_GROUPS]) await store.put(policyOf(group), null);
}

/** As long as those of real groups, one of the statements with a condition. */
function policyOf(group: string) {
  const Condition = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } };
  return itemOf(
    group,
    statementOf("Pets", "Allow", "GET/petstore/v1/pets", `GET/petstore/v1/pets/${group}`),
    { ...statementOf("Clinic", "Allow", `GET/petstore/v2/${group}`, "POST/petstore/v2/pets"), Condition },
  );
}
