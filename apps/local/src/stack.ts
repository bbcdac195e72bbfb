import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import {
  folderSource,
  frozenSource,
  type Listening,
  listenOnLoopback,
  loadRepository,
  openTable,
  removeStackFile,
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
import { consoleBuild } from "./console/build.ts";
import { startConsole } from "./console/console.ts";
import type { FunctionFiles } from "./function-build.ts";
import { loadFunctions } from "./functions.ts";
import { groupRoles } from "./iam-identities.ts";
import type { LocalStackFile } from "./local-stack-file.ts";
import { startMethods } from "./methods.ts";
import { NETWORKS } from "./networks.ts";
import { openContract } from "./open-contract.ts";
import { type SyncOutcome, seedPolicies, syncPolicies } from "./policy-sync.ts";
import { closing, type Services, startServices } from "./services.ts";
import { createUsers } from "./users.ts";

const REGION = "eu-west-1";
const STAGE = "dev";
const TABLE_NAME = "lychgate-policies";
const CONTRACT = "apps/petstore/openapi.yaml";

/** Where the login page sends its users for others than the console: nothing listens, the code stands in the address. */
const CALLBACK_URL = "http://localhost:4010/callback";

export interface StackSettings {
  root: string;
  /** The gateway's port; 0 for any that is free. */
  port: number;
  /** The functions' bundles, which may still be under way. */
  functions: Promise<FunctionFiles>;
  /** An AWS API server to use for policy table and user pool, which are run in this process unless given. */
  endpoint?: string;
  /** Serves the API as it is before it is protected: nobody is asked for a token. */
  open?: boolean;
  onDecision?: (entry: DecisionEntry) => void;
}

/** The whole system, running. */
export interface Stack {
  file: LocalStackFile;
  gateway: Gateway;
  /** Puts the repository's policies in force, for the next request already. */
  sync(): Promise<SyncOutcome>;
  /** Begins what the console's first visitor would wait for. */
  prepareConsole(): void;
  close(): Promise<void>;
}

/**
 * Starts the whole system in this process: policy table, user pool, the functions' bundles, the gateway.
 * @throws whatever keeps a part from starting; what had been started is closed again
 */
export async function startStack(settings: StackSettings): Promise<Stack> {
  const parts = new AsyncDisposableStack();
  try {
    return await startParts(settings, parts);
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function startParts(asked: StackSettings, parts: AsyncDisposableStack): Promise<Stack> {
  const { root, port, endpoint } = asked;
  const start = frozenSource(folderSource(root));
  const { policies } = loadRepository(start);
  const build = consoleBuild(root, parts);
  const pages = await startConsole({ root, start, build }, parts);
  const onDecision = (entry: DecisionEntry) => {
    pages.keepDecision(entry);
    asked.onDecision?.(entry);
  };
  const settings = { ...asked, onDecision };
  const { users, groups } = createUsers(policies.map(({ compiled }) => compiled.group));
  const wanted = {
    region: REGION,
    tableName: TABLE_NAME,
    users,
    groups,
    groupRoles: groupRoles(),
    callbackUrls: [CALLBACK_URL, ...pages.callbackUrls],
    ...(endpoint && { endpoint }),
  };
  const services = await startServices(wanted, parts);
  const { cognito, dynamodb } = services;
  const table = closing(parts, openTable({ ...dynamodb, region: REGION }));
  await seedPolicies(table, root);

  const gateway = await startGateway(settings, functionEnvironment(services, settings));
  const clinic = closing(parts, await listen(gateway, NETWORKS.clinic, port));
  const elsewhere = closing(parts, await listen(gateway, NETWORKS.elsewhere, 0));

  const methods = await startMethods(
    { root, region: REGION, cognito, functions: await settings.functions, onDecision },
    parts,
  );

  const file: LocalStackFile = {
    apiUrl: `${clinic.endpoint}/${STAGE}`,
    outsideApiUrl: `${elsewhere.endpoint}/${STAGE}`,
    consoleUrl: pages.endpoint,
    region: REGION,
    cognito,
    dynamodb,
    users,
    methods,
  };
  writeStackFile(root, file);
  parts.defer(() => removeStackFile(root));
  const sync = async () => {
    const outcome = await syncPolicies(table, root);
    if (outcome.kind === "seeded") gateway.flushAuthorizerCache();
    void pages.tellSaved(outcome);
    return outcome;
  };
  pages.serve(file);
  const prepareConsole = () => {
    // Whoever visits it is told what went wrong.
    build().catch(() => {});
  };
  return { file, gateway, sync, prepareConsole, close: () => parts.disposeAsync() };
}

async function startGateway(settings: StackSettings, environment: Record<string, string>): Promise<Gateway> {
  const { root, open = false, onDecision } = settings;
  const functions = await loadFunctions(["authorizer", "petstore"], await settings.functions, environment);
  const contract: unknown = parseYaml(readFileSync(join(root, CONTRACT), "utf8"));
  const definition = readDefinition(open ? openContract(contract) : contract, {
    region: REGION,
    stage: STAGE,
  });
  return createGateway(definition, { functions, ...(onDecision && { onDecision }) });
}

function listen(gateway: Gateway, network: { sourceIp: string }, port: number): Promise<Listening> {
  return listenOnLoopback(createServer(createRequestListener(gateway, network)), port);
}

function functionEnvironment(
  { dynamodb, cognito }: Services,
  { open = false }: StackSettings,
): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "",
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    POLICY_TABLE_NAME: dynamodb.tableName,
    USER_POOL_ID: cognito.userPoolId,
    USER_POOL_CLIENT_IDS: cognito.clientId,
    LOOPBACK_JWKS_URI: cognito.jwksUri,
    // A saved policy has to be in force for the next request.
    POLICY_TTL_SECONDS: "0",
    LOG_LEVEL: "error",
    // Before the API is protected, the petstore answers whom no authorizer let through.
    OPEN_ACCESS: open ? "allowed" : "",
  };
}
