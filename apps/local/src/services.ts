/** What the stack needs of AWS: a policy table and a user pool, in this process or at another server. */
import { type CognitoAddress, type CognitoSettings, startCognito } from "@lychgate/cli/user-pool";
import { createTableAt, createUserPoolAt } from "./aws-server.ts";
import { startDynamoDb } from "./dynamodb.ts";

export interface Services {
  cognito: CognitoAddress;
  dynamodb: { endpoint: string; tableName: string };
}

export interface ServicesSettings extends CognitoSettings {
  /** The AWS API server to use; what the stack needs is run in this process unless given. */
  endpoint?: string;
  tableName: string;
}

/**
 * Starts both at once.
 * @param parts is told how to end each of them, also when the other fails
 * @throws whatever keeps one of them from starting
 */
export async function startServices(
  settings: ServicesSettings,
  parts: AsyncDisposableStack,
): Promise<Services> {
  const starting = [startTable(settings, parts), startUserPool(settings, parts)] as const;
  // One that fails must not leave the other behind, so both are waited for.
  await Promise.allSettled(starting);
  const [dynamodb, cognito] = await Promise.all(starting);
  return { dynamodb, cognito };
}

async function startTable(
  settings: ServicesSettings,
  parts: AsyncDisposableStack,
): Promise<Services["dynamodb"]> {
  const { region, tableName } = settings;
  const endpoint = settings.endpoint ?? closing(parts, await startDynamoDb()).endpoint;
  closing(parts, await createTableAt(endpoint, region, tableName));
  return { endpoint, tableName };
}

async function startUserPool(
  settings: ServicesSettings,
  parts: AsyncDisposableStack,
): Promise<CognitoAddress> {
  const { endpoint } = settings;
  const pool =
    endpoint === undefined ? await startCognito(settings) : await createUserPoolAt(endpoint, settings);
  const { close: _, ...address } = closing(parts, pool);
  return address;
}

/** Has a part closed with the others. */
export function closing<T extends { close(): unknown }>(parts: AsyncDisposableStack, part: T): T {
  parts.defer(async () => {
    await part.close();
  });
  return part;
}
