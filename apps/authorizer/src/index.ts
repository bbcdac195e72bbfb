/** The Lambda entry: reads the environment, makes the clients, and tells API Gateway what its errors mean. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  type AuthorizerResult,
  createAuthorizer,
  createTokenVerifier,
  type SimpleResult,
  UnauthorizedError,
} from "@lychgate/authorizer";
import { createDynamoDenyList, createDynamoPolicyStore } from "@lychgate/policy-store";
import { createDecisionLog } from "./decision-log.ts";
import { readEnvironment } from "./environment.ts";
import { keysFrom } from "./issuers.ts";

const environment = readEnvironment(process.env);
const { tableName, issuers, policyTtlSeconds, stalePolicySeconds } = environment;
const { simpleResponses, webSocketToken, usageTierKeys } = environment;

/** Milliseconds that a look-up may take, all attempts together: a caller waits for it, and Lambda for 5 seconds. */
const LOOK_UP_TIMEOUT = 2_000;

const client = new DynamoDBClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
});

const table = { client, tableName, timeout: LOOK_UP_TIMEOUT };

const authorize = createAuthorizer({
  verify: createTokenVerifier({ issuers, fetchJwks: keysFrom(environment) }),
  store: createDynamoPolicyStore(table),
  ...(environment.denyList && { denyList: createDynamoDenyList(table) }),
  policyTtlSeconds,
  stalePolicySeconds,
  ...(usageTierKeys && { usageTierKeys }),
  webSocketToken,
  ...(simpleResponses && { simpleResponses }),
  explainDecisions: environment.explainDecisions,
  log: createDecisionLog(environment),
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
