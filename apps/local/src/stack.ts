import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  type Listening,
  listenOnLoopback,
  loadRepository,
  openTable,
  removeStackFile,
  type StackFile,
  writeStackFile,
} from "@lychgate/cli";
import {
  createGateway,
  createRequestListener,
  type DecisionEntry,
  type Gateway,
  readDefinition,
} from "@lychgate/gateway";
import { parse as parseYaml } from "yaml";
import { startCognito } from "./cognito.ts";
import { consolePage } from "./console-page.ts";
import { createPolicyTable, startDynamoDb } from "./dynamodb.ts";
import { refuseForeignPages } from "./foreign-pages.ts";
import type { FunctionFiles } from "./function-build.ts";
import { loadFunctions } from "./functions.ts";
import { NETWORKS } from "./networks.ts";
import { type SyncOutcome, seedPolicies, syncPolicies } from "./policy-sync.ts";
import { createUsers } from "./users.ts";

const REGION = "eu-west-1";
const STAGE = "dev";
const TABLE_NAME = "lychgate-policies";
const CONTRACT = "apps/petstore/openapi.yaml";

export interface StackSettings {
  root: string;
  /** The gateway's port; 0 for any that is free. */
  port: number;
  /** The functions' bundles, which may still be under way. */
  functions: Promise<FunctionFiles>;
  onDecision?: (entry: DecisionEntry) => void;
}

/** The whole system, running. */
export interface Stack {
  file: StackFile;
  gateway: Gateway;
  /** Puts the repository's policies in force, for the next request already. */
  sync(): Promise<SyncOutcome>;
  close(): Promise<void>;
}

/**
 * Starts the whole system in this process: DynamoDB, Cognito, the functions' bundles, the gateway.
 * @throws whatever keeps a part from starting; what had been started is closed again
 */
export async function startStack(settings: StackSettings): Promise<Stack> {
  const opened: { close(): unknown }[] = [];
  const closeAll = async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    return await startParts(settings, opened, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function startParts(
  { root, port, functions: building, onDecision }: StackSettings,
  opened: { close(): unknown }[],
  close: () => Promise<void>,
): Promise<Stack> {
  const { policies } = loadRepository(root);
  const { users, groups } = createUsers(policies.map(({ compiled }) => compiled.group));
  const track = async <T extends { close(): unknown }>(starting: Promise<T>): Promise<T> => {
    const part = await starting;
    opened.push(part);
    return part;
  };
  const [dynamoDb, cognito, bundles] = await allOrNothing([
    track(startDynamoDb()),
    track(startCognito({ region: REGION, users, groups })),
    building,
  ]);
  const dynamodb = { endpoint: dynamoDb.endpoint, tableName: TABLE_NAME };
  await createTable(dynamodb.endpoint);
  const table = openTable({ ...dynamodb, region: REGION });
  opened.push(table);
  await seedPolicies(table.store, root);

  const functions = await loadFunctions(bundles, authorizerEnvironment(dynamodb, cognito));
  const definition = readDefinition(parseYaml(readFileSync(join(root, CONTRACT), "utf8")), {
    region: REGION,
    stage: STAGE,
  });
  const gateway = createGateway(definition, { functions, ...(onDecision && { onDecision }) });
  const clinic = await track(listen(gateway, NETWORKS.clinic, port));
  const elsewhere = await track(listen(gateway, NETWORKS.elsewhere, 0));

  const consolePages = await track(listenOnLoopback(createServer(serveConsole(root))));

  const { endpoint, userPoolId, clientId, jwksUri, issuer } = cognito;
  const file: StackFile = {
    apiUrl: `${clinic.endpoint}/${STAGE}`,
    outsideApiUrl: `${elsewhere.endpoint}/${STAGE}`,
    consoleUrl: consolePages.endpoint,
    region: REGION,
    cognito: { endpoint, userPoolId, clientId, jwksUri, issuer },
    dynamodb,
    users: users.map(({ username, password, groups: joined }) => ({
      username,
      password,
      groups: [...joined],
    })),
  };
  writeStackFile(root, file);
  opened.push({ close: () => removeStackFile(root) });
  const sync = async () => {
    const outcome = await syncPolicies(table.store, root);
    if (outcome.kind === "seeded") gateway.flushAuthorizerCache();
    return outcome;
  };
  return { file, gateway, sync, close };
}

/** Waits for all, also when one fails, so that whatever has started can be closed. */
async function allOrNothing<T extends readonly Promise<unknown>[]>(
  starting: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(starting);
  return Promise.all(starting);
}

async function createTable(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials });
  try {
    await createPolicyTable(client, TABLE_NAME);
  } finally {
    client.destroy();
  }
}

function listen(gateway: Gateway, network: { sourceIp: string }, port: number): Promise<Listening> {
  return listenOnLoopback(createServer(createRequestListener(gateway, network)), port);
}

/** The page is made anew for each request, so that it shows the policies as they are saved. */
function serveConsole(root: string): RequestListener {
  return refuseForeignPages((_, response) => {
    try {
      const page = consolePage(root);
      response
        .writeHead(200, { "content-type": "text/html", "content-security-policy": CONSOLE_CSP })
        .end(page);
    } catch (error) {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(error instanceof Error ? error.message : String(error));
    }
  });
}

const CONSOLE_CSP = "default-src 'none'; style-src 'unsafe-inline'";

function authorizerEnvironment(
  dynamodb: StackFile["dynamodb"],
  cognito: { userPoolId: string; clientId: string; jwksUri: string },
): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    POLICY_TABLE_NAME: dynamodb.tableName,
    USER_POOL_ID: cognito.userPoolId,
    USER_POOL_CLIENT_IDS: cognito.clientId,
    LOOPBACK_JWKS_URI: cognito.jwksUri,
    // A saved policy has to be in force for the next request.
    POLICY_TTL_SECONDS: "0",
    LOG_LEVEL: "error",
  };
}
