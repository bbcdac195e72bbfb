/**
 * The second API of the local stack: every way but group policies in which API Gateway knows its callers. It has a
 * Security Token Service beside it, which issues the roles of the user pool's groups.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { listenOnLoopback } from "@lychgate/cli";
import type { CognitoAddress } from "@lychgate/cli/user-pool";
import {
  createGateway,
  createIamDirectory,
  createRequestListener,
  createSts,
  createUserPoolVerifier,
  type DecisionEntry,
  type IamDirectory,
  readDefinition,
  readPlans,
} from "@lychgate/gateway";
import { parse as parseYaml } from "yaml";
import type { FunctionFiles } from "./function-build.ts";
import { loadFunctions } from "./functions.ts";
import {
  ACCOUNT_ID,
  createIdentities,
  FUNCTION_ROLE_ARN,
  FUNCTION_SESSION_SECONDS,
} from "./iam-identities.ts";
import type { MethodsFile } from "./local-stack-file.ts";
import { NETWORKS } from "./networks.ts";
import { closing } from "./services.ts";
import { createPlans } from "./usage-plans.ts";

export const METHODS_CONTRACT = "apps/petstore/methods.yaml";
const API_ID = "methods123";
const STAGE = "dev";

export interface MethodsSettings {
  root: string;
  region: string;
  cognito: CognitoAddress;
  functions: FunctionFiles;
  onDecision?: (entry: DecisionEntry) => void;
}

/**
 * Starts the second API on ports that are free.
 * @param parts is told how to end each part
 * @throws whatever keeps a part from starting
 */
export async function startMethods(
  settings: MethodsSettings,
  parts: AsyncDisposableStack,
): Promise<MethodsFile> {
  const { region } = settings;
  const identities = createIdentities(`arn:aws:execute-api:${region}:${ACCOUNT_ID}:${API_ID}/${STAGE}`);
  const iam = createIamDirectory(identities.file, Date.now);
  const plans = createPlans(API_ID, STAGE);

  const sts = createServer(createRequestListener(createSts(iam, { region }), NETWORKS.clinic));
  const { endpoint: stsUrl } = closing(parts, await listenOnLoopback(sts));
  // The function is told the address of the API that it is a function of, so the address comes first.
  const clinic = createServer();
  const { endpoint } = closing(parts, await listenOnLoopback(clinic));
  const apiUrl = `${endpoint}/${STAGE}`;

  const environment = functionEnvironment(iam, { region, stsUrl, apiUrl });
  const gateway = createGateway(readContract(settings), {
    functions: await loadFunctions(["methods"], settings.functions, environment),
    userPools: userPoolsOf(settings),
    iam,
    usagePlans: readPlans(plans.file),
    ...(settings.onDecision && { onDecision: settings.onDecision }),
  });
  clinic.on("request", createRequestListener(gateway, NETWORKS.clinic));
  const elsewhere = createServer(createRequestListener(gateway, NETWORKS.elsewhere));
  const outside = closing(parts, await listenOnLoopback(elsewhere));

  const { accessKeyId, secretAccessKey } = identities.alice;
  return {
    apiUrl,
    outsideApiUrl: `${outside.endpoint}/${STAGE}`,
    stsUrl,
    iamUser: { name: "alice", accessKeyId, secretAccessKey },
    apiKeys: plans.apiKeys,
  };
}

/** The contract names the user pool by a placeholder, as it names its function. */
function readContract({ root, region, cognito }: MethodsSettings) {
  const text = readFileSync(join(root, METHODS_CONTRACT), "utf8");
  const document: unknown = parseYaml(text.replaceAll(/\$\{user_pool_arn\}/g, userPoolArn(region, cognito)));
  return readDefinition(document, { region, accountId: ACCOUNT_ID, apiId: API_ID, stage: STAGE });
}

function userPoolsOf({ region, cognito }: MethodsSettings) {
  const arn = userPoolArn(region, cognito);
  return { [arn]: createUserPoolVerifier({ userPoolArn: arn, jwksUri: cognito.jwksUri }) };
}

function userPoolArn(region: string, { userPoolId }: CognitoAddress): string {
  return `arn:aws:cognito-idp:${region}:${ACCOUNT_ID}:userpool/${userPoolId}`;
}

interface Addresses {
  region: string;
  stsUrl: string;
  apiUrl: string;
}

/** What Lambda gives to a function: credentials of its role, among them. */
function functionEnvironment(
  iam: IamDirectory,
  { region, stsUrl, apiUrl }: Addresses,
): Record<string, string> {
  const role = iam.findRole(FUNCTION_ROLE_ARN);
  if (!role) throw new Error(`expected the role \`${FUNCTION_ROLE_ARN}\`, came none`);
  const session = { name: "petstore-methods", durationSeconds: FUNCTION_SESSION_SECONDS };
  const { accessKeyId, secretAccessKey, sessionToken } = iam.issueSession(role, session).credentials;
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL_STS: stsUrl,
    DEMO_API_URL: apiUrl,
  };
}
