/** The Lambda entry: reads the environment, makes the clients, and tells API Gateway what its errors mean. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  type AuthorizerResult,
  createAuthorizer,
  createCognitoVerifier,
  REASONS,
  type SimpleResult,
  UnauthorizedError,
} from "@lychgate/authorizer";
import { createDynamoPolicyStore } from "@lychgate/policy-store";
import { readEnvironment } from "./environment.ts";

const environment = readEnvironment(process.env);
const { tableName, userPoolId, clientIds, policyTtlSeconds, logLevel, loopbackJwksUri } = environment;
const { simpleResponses, webSocketToken } = environment;

const client = new DynamoDBClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
});

const authorize = createAuthorizer({
  verify: createCognitoVerifier({
    userPoolId,
    clientIds,
    ...(loopbackJwksUri === undefined ? {} : { fetchJwks: () => fetchFrom(loopbackJwksUri) }),
  }),
  store: createDynamoPolicyStore({ client, tableName }),
  policyTtlSeconds,
  webSocketToken,
  ...(simpleResponses && { simpleResponses }),
  log: (entry) => {
    if (logLevel === "info" || REASONS[entry.reason].outcome === "fault") console.log(JSON.stringify(entry));
  },
});

/**
 * API Gateway answers 401 to an error with the message `Unauthorized`, and 500 to every other.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export async function handler(event: unknown): Promise<AuthorizerResult | SimpleResult> {
  try {
    return await authorize(event);
  } catch (error) {
    throw new Error(error instanceof UnauthorizedError ? "Unauthorized" : "the authorizer could not decide");
  }
}

async function fetchFrom(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { signal: AbortSignal.timeout(3_000), redirect: "error" });
  if (!response.ok) throw new Error(`keys: status ${response.status}`);
  return response.arrayBuffer();
}
